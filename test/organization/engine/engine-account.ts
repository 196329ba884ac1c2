import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { type Engine, installed } from './engine-process.ts';

export const REGION = 'us-east-1';

const LONGEST_CALL_MS = 60_000;
/** Of a command, which polls by itself. */
const LONGEST_COMMAND_MS = 180_000;

/** Services that speak JSON: the name they are called by, and the version of the protocol. */
const JSON_SERVICES = {
  events: { target: 'AWSEvents', version: '1.1' },
  organizations: { target: 'AWSOrganizationsV20161128', version: '1.1' },
  sqs: { target: 'AmazonSQS', version: '1.0' },
  states: { target: 'AWSStepFunctions', version: '1.0' },
} as const;

interface Failed {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly killed?: boolean;
}

/** An account of the engine, as its administrator. */
export class EngineAccount {
  readonly id: string;
  readonly iam: IAMClient;
  readonly #engine: Engine;

  constructor(engine: Engine, id: string) {
    this.id = id;
    this.#engine = engine;
    this.iam = this.#iamAs({ accessKeyId: id, secretAccessKey: 'x' });
  }

  /** A new user of the account, who may do nothing. */
  async user(UserName: string): Promise<Pick<EngineAccount, 'iam'>> {
    await this.iam.send(new CreateUserCommand({ UserName }));
    const { AccessKey: key } = await this.iam.send(new CreateAccessKeyCommand({ UserName }));
    const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = key ?? {};
    return { iam: this.#iamAs({ accessKeyId, secretAccessKey }) };
  }

  #iamAs(credentials: { accessKeyId: string; secretAccessKey: string }): IAMClient {
    return new IAMClient({
      endpoint: this.#engine.url,
      region: REGION,
      credentials,
      maxAttempts: 1,
      requestHandler: { requestTimeout: LONGEST_CALL_MS, throwOnRequestTimeout: true },
    });
  }

  /** @throws Error with the name of the service's own */
  async call<T = Record<string, unknown>>(
    service: keyof typeof JSON_SERVICES,
    operation: string,
    input: object,
  ): Promise<T> {
    const { target, version } = JSON_SERVICES[service];
    return this.#post(service, '/', input, {
      'content-type': `application/x-amz-json-${version}`,
      'x-amz-target': `${target}.${operation}`,
    });
  }

  /** Runs a function, and returns what it returns. */
  async invoke(name: string, payload: object): Promise<unknown> {
    return this.#post('lambda', `/2015-03-31/functions/${name}/invocations`, payload, {
      'content-type': 'application/json',
    });
  }

  /** The AWS CLI. */
  aws(args: readonly string[]): Promise<string> {
    return this.run(join(dirname(installed('ORGANIZATION_ENGINE')), 'aws'), args);
  }

  /** A program that speaks to AWS, in this account. @throws Error with what it has written */
  async run(program: string, args: readonly string[], cwd?: string): Promise<string> {
    const { PATH = '', HOME = '' } = process.env;
    const env = {
      PATH,
      HOME,
      AWS_ENDPOINT_URL: this.#engine.url,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_ACCESS_KEY_ID: this.id,
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_PAGER: '',
      SAM_CLI_TELEMETRY: '0',
      SAM_CLI_POLL_DELAY: '1',
    };
    try {
      const limits = { timeout: LONGEST_COMMAND_MS, killSignal: 'SIGKILL' } as const;
      const { stdout } = await promisify(execFile)(program, args, { env, cwd, ...limits });
      return stdout;
    } catch (error) {
      const { stdout = '', stderr = '', killed } = error as Failed;
      const end = killed ? `\nkilled after ${LONGEST_COMMAND_MS / 1000} seconds` : '';
      throw new Error(`${program} ${args.join(' ')}\n${stdout}${stderr}${end}`);
    }
  }

  async #post<T>(
    service: string,
    path: string,
    body: object,
    headers: Readonly<Record<string, string>>,
  ): Promise<T> {
    const scope = `${this.id}/20260101/${REGION}/${service}/aws4_request`;
    const answer = await fetch(this.#engine.url + path, {
      method: 'POST',
      signal: AbortSignal.timeout(LONGEST_CALL_MS),
      body: JSON.stringify(body),
      // The engine looks at who signs, and not at the signature.
      headers: {
        ...headers,
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      },
    });
    const text = await answer.text();
    if (answer.ok) return (text === '' ? {} : JSON.parse(text)) as T;
    throw new Error(`${service}: HTTP ${answer.status} ${text}`);
  }
}
