import {
  callWithRetries,
  type JsonObject,
  type NetworkResponse,
  type OnlinePlatform,
  parseJsonObject,
  type Region,
  readXml,
  type SigningKeys,
  serviceNetworkFailure,
  signedRequest,
  UnreadableXml,
  type XmlElement,
} from '@entra-aws-creds/core/services';
import { type AwsService, regionalEndpoint } from './aws-service.ts';
import { notOfService, reached, refusal } from './service-failure.ts';

/** Where services are asked, and as whom. */
export interface AwsAccess {
  readonly region: Region;
  readonly keys: SigningKeys;
  /** Another server in the place of a service; undefined: its own. */
  endpointOf(service: AwsService): URL | undefined;
}

/** One operation, and what is asked for with it. */
interface Asked {
  readonly service: AwsService;
  readonly operation: string;
  /** The subject of a sentence: `Looking for the stack "x"`. */
  readonly asking: string;
}

interface JsonQuestion extends Asked {
  /** What comes before the operation in `X-Amz-Target`. */
  readonly target: string;
  readonly input: object;
}

interface FormQuestion extends Asked {
  /** Of the service's interface. */
  readonly version: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Asks services of AWS of which a few operations are needed: a client for each would be larger than all of
 * the command line.
 */
export class AwsCaller {
  readonly #access: AwsAccess;
  readonly #online: OnlinePlatform;

  constructor(access: AwsAccess, online: OnlinePlatform) {
    this.#access = access;
    this.#online = online;
  }

  /**
   * By the AWS JSON 1.0 protocol.
   *
   * @throws StepFailure `EAC_AUTOMATION_…`, with the service's code in `answer.code`
   * @see https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
   */
  async json(question: JsonQuestion): Promise<JsonObject> {
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `${question.target}.${question.operation}`,
    };
    return this.#ask(question, headers, JSON.stringify(question.input), (answer) =>
      parseJsonObject(answer.body),
    );
  }

  /**
   * By the AWS query protocol, with a form.
   *
   * @returns `…Result` of the answer
   * @throws StepFailure `EAC_AUTOMATION_…`, with the service's code in `answer.code`
   * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
   */
  async form(question: FormQuestion): Promise<XmlElement> {
    const { operation, version, parameters } = question;
    const form = new URLSearchParams({ Action: operation, Version: version, ...parameters });
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    return this.#ask(question, headers, form.toString(), (answer) =>
      resultIn(answer.body, operation),
    );
  }

  async #ask<T>(
    { service, operation, asking }: Asked,
    headers: Readonly<Record<string, string>>,
    body: string,
    read: (answer: NetworkResponse) => T | undefined,
  ): Promise<T> {
    const { region, keys, endpointOf } = this.#access;
    const { network, clock } = this.#online;
    const url = endpointOf(service) ?? regionalEndpoint(service, region.name, region.partition);
    return callWithRetries(
      `asking ${service.name}: ${asking}`,
      async () => {
        const request = await signedRequest(
          { method: 'POST', url, headers, body },
          { name: service.id, region: region.name },
          keys,
          clock.now(),
        );
        const answer = await network.send(request).catch((error: unknown) => {
          throw serviceNetworkFailure(error, asking, reached(service));
        });
        const now = clock.now();
        if (answer.status !== 200) throw refusal(answer, service, operation, asking, url.host, now);
        const found = read(answer);
        if (found === undefined) throw notOfService(answer, service, url.host, now);
        return found;
      },
      this.#online,
    );
  }
}

function resultIn(body: string, operation: string): XmlElement | undefined {
  try {
    const root = readXml(body);
    return root.children.find(({ name }) => name === `${operation}Result`);
  } catch (error) {
    if (error instanceof UnreadableXml) return undefined;
    throw error;
  }
}
