import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import type { EntraApplication } from '../../1-inputs/entra/entra-application.ts';
import { entraAnswerFailure, entraNetworkFailure } from '../../2-entra-token/entra-failure.ts';
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
 * MSAL's way to the network when a person logs in. A request is made again here, because a person is not to
 * be asked again for what only the network spoilt.
 */
export class SignInEndpoint implements INetworkModule {
  readonly #login: EntraApplication;
  readonly #platform: OnlinePlatform;
  #failure: StepFailure | undefined;
  #hasEnded = false;
  #answered: string | undefined;

  constructor(login: EntraApplication, platform: OnlinePlatform) {
    this.#login = login;
    this.#platform = platform;
  }

  /** Why the last request failed; MSAL may wrap what it is thrown. */
  get failure(): StepFailure | undefined {
    return this.#failure;
  }

  /** Whether that was because Entra wants to see the person. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** When Entra answered, by its own clock; undefined when it did not say. */
  get answered(): string | undefined {
    return this.#answered;
  }

  sendGetRequestAsync<T>(url: string): Promise<NetworkResponse<T>> {
    // MSAL is told all that discovery would find.
    throw new Error(`no request was to be made to ${new URL(url).host}`);
  }

  async sendPostRequestAsync<T>(
    url: string,
    options: NetworkRequestOptions = {},
  ): Promise<NetworkResponse<T>> {
    const body = options.body ?? '';
    const parameters = new URLSearchParams(body);
    for (const name of SECRET_PARAMETERS) this.#see(parameters.get(name));
    try {
      return await callWithRetries(
        'the login to Entra',
        () => this.#post<T>(new URL(url), options.headers ?? {}, body),
        this.#platform,
      );
    } catch (error) {
      if (error instanceof StepFailure) this.#failure = lasting(error);
      throw this.#failure ?? error;
    }
  }

  async #post<T>(
    url: URL,
    headers: Record<string, string>,
    body: string,
  ): Promise<NetworkResponse<T>> {
    const length = String(Buffer.byteLength(body));
    const answer = await this.#platform.network
      .send({ method: 'POST', url, headers: { ...headers, 'content-length': length }, body })
      .catch((error: unknown) => {
        throw entraNetworkFailure(error);
      });
    this.#answered = answer.headers['date'];
    const fields = parseJsonObject(answer.body);
    for (const name of SECRET_FIELDS) this.#see(fields?.[name]);
    const error = fields?.['error'];
    if (error === 'slow_down') {
      await this.#platform.wait(SLOW_DOWN_MS, this.#platform.retryPolicy.signal);
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
    parseIdToken(text, this.#login, this.#platform.clock.now(), this.#answered);
  }

  #refusal(answer: Answer, fields: JsonObject | undefined): StepFailure {
    const asked = {
      ...this.#login,
      audience: this.#login.clientId,
      proof: { description: undefined, clockHint: 'then log in again.' },
    };
    return forPeople(entraAnswerFailure(answer, fields, asked, this.#platform.clock.now()));
  }

  #see(text: unknown): void {
    if (typeof text === 'string' && text !== '') this.#platform.maskSecret(text);
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
