import type { NetworkResponse } from '@azure/msal-node';
import type { EntraApplication } from '../../1-inputs/entra/entra-application.ts';
import { EntraEndpoint, type PostedForm } from '../../2-entra-token/entra-endpoint.ts';
import { entraAnswerFailure } from '../../2-entra-token/entra-failure.ts';
import { StepFailure } from '../../failure/step-failure.ts';
import type { NetworkResponse as Answer } from '../../platform/network.ts';
import type { OnlinePlatform } from '../../platform/platform.ts';
import { callWithRetries } from '../../retry/attempts.ts';
import { type JsonObject, parseJsonObject } from '../../text/json-object.ts';
import { parseIdToken } from './id-token.ts';
import { forPeople } from './sign-in-failure.ts';

/** What is secret in requests and in answers. */
const SECRET_PARAMETERS = ['code', 'code_verifier', 'refresh_token', 'device_code'];
const SECRET_FIELDS = ['access_token', 'id_token', 'refresh_token', 'device_code'];
/** After these Entra would ask a person, and nothing that is kept helps any more. */
const ENDED = new Set([
  'invalid_grant',
  'interaction_required',
  'login_required',
  'consent_required',
]);
/** RFC 8628, section 3.5: so much longer between two questions. */
const SLOW_DOWN_MS = 5_000;

/**
 * The endpoint where a person gets tokens. A request is made again here, because a person is not to be asked
 * again for what only the network spoilt.
 */
export class SignInEndpoint extends EntraEndpoint<OnlinePlatform> {
  readonly #login: EntraApplication;
  #hasEnded = false;

  constructor(login: EntraApplication, platform: OnlinePlatform) {
    super(platform);
    this.#login = login;
  }

  /** Whether the last request failed because Entra wants to see the person. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  protected override async answerTo<T>(form: PostedForm): Promise<NetworkResponse<T>> {
    const parameters = new URLSearchParams(form.body);
    for (const name of SECRET_PARAMETERS) this.#mask(parameters.get(name));
    const call = () => this.#post<T>(form);
    return callWithRetries('the login to Entra', call, this.platform).catch((error: unknown) => {
      throw error instanceof StepFailure ? lasting(error) : error;
    });
  }

  async #post<T>(form: PostedForm): Promise<NetworkResponse<T>> {
    const answer = await this.send(form);
    const fields = parseJsonObject(answer.body);
    for (const name of SECRET_FIELDS) this.#mask(fields?.[name]);
    const error = fields?.['error'];
    if (error === 'slow_down') {
      await this.platform.wait(SLOW_DOWN_MS, this.platform.retryPolicy.signal);
      return pending(answer);
    }
    if (error === 'authorization_pending') return pending(answer);
    if (answer.status === 200 && isUsable(fields)) {
      this.#checkIdToken(fields?.['id_token']);
      return { status: answer.status, headers: { ...answer.headers }, body: fields as T };
    }
    this.#hasEnded = typeof error === 'string' && ENDED.has(error);
    throw this.#refusal(answer, fields);
  }

  /** Before MSAL remembers it. */
  #checkIdToken(text: unknown): void {
    if (typeof text !== 'string') return;
    parseIdToken(text, this.#login, this.platform.clock.now(), this.answered);
  }

  #refusal(answer: Answer, fields: JsonObject | undefined): StepFailure {
    const asked = {
      ...this.#login,
      audience: this.#login.clientId,
      proof: { description: undefined, clockHint: 'then log in again.' },
    };
    return forPeople(entraAnswerFailure(answer, fields, asked, this.platform.clock.now()));
  }

  #mask(text: unknown): void {
    if (typeof text === 'string' && text !== '') this.platform.maskSecret(text);
  }
}

/** A device waits: MSAL asks again by itself. */
function pending<T>(answer: Answer): NetworkResponse<T> {
  const body = { error: 'authorization_pending' } as T;
  return { status: 400, headers: { ...answer.headers }, body };
}

/** Tokens of a person, or a code for a device. */
function isUsable(fields: JsonObject | undefined): boolean {
  const isText = (name: string) => typeof fields?.[name] === 'string' && fields[name] !== '';
  const isDevice = isText('device_code') && isText('user_code') && isText('verification_uri');
  return isDevice || (isText('id_token') && isText('access_token'));
}

/** All attempts were made already. */
function lasting(failure: StepFailure): StepFailure {
  const { code, message, hint } = failure;
  return new StepFailure(code, message, hint, {
    ...failure,
    cause: failure.cause,
    transient: undefined,
  });
}
