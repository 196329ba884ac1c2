import type { NetworkResponse } from '@azure/msal-node';
import type { OnlinePlatform } from '../platform/platform.ts';
import { parseJsonObject } from '../text/json-object.ts';
import type { EntraRequest } from './aadsts.ts';
import { EntraEndpoint, loadFailures, type PostedForm } from './entra-endpoint.ts';

type EndpointPlatform = Pick<OnlinePlatform, 'network' | 'clock' | 'maskSecret'>;

/** The endpoint where an application gets its token, in one request. */
export class TokenEndpoint extends EntraEndpoint<EndpointPlatform> {
  readonly #asked: EntraRequest;

  constructor(asked: EntraRequest, platform: EndpointPlatform) {
    super(platform);
    this.#asked = asked;
  }

  protected override async answerTo<T>(form: PostedForm): Promise<NetworkResponse<T>> {
    const assertion = new URLSearchParams(form.body).get('client_assertion');
    if (assertion !== null) this.platform.maskSecret(assertion);
    const answer = await this.send(form);
    const parsed = parseJsonObject(answer.body);
    if (answer.status !== 200 || typeof parsed?.['access_token'] !== 'string') {
      const { entraAnswerFailure } = await loadFailures();
      throw entraAnswerFailure(answer, parsed, this.#asked, this.platform.clock.now());
    }
    return { status: answer.status, headers: { ...answer.headers }, body: parsed as T };
  }
}
