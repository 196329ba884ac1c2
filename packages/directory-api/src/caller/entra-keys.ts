import {
  type JsonObject,
  type Network,
  NetworkFailure,
  parseJsonObject,
  StepFailure,
} from '@entra-aws-creds/core/azure';
import type { OnlinePlatform } from '@entra-aws-creds/core/programs';
import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** Entra rolls its keys over without notice, and publishes a new one well before it signs with it. */
const KEEP_MS = 6 * 60 * 60_000;
/** Whoever makes up key IDs must not make this ask Entra each time. */
const LEAST_BETWEEN_MS = 30_000;

interface Kept {
  readonly find: JWTVerifyGetKey;
  readonly ids: ReadonlySet<unknown>;
  readonly readAt: number;
}

/**
 * The keys with which Entra signs the tokens of a tenant, of both versions. They are read when they are first
 * needed, when they are old, and when a token names one that is not among them.
 *
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
 * @see https://learn.microsoft.com/entra/identity-platform/signing-key-rollover
 */
export class EntraKeys {
  readonly #metadata: URL;
  readonly #network: Pick<Network, 'send'>;
  readonly #clock: OnlinePlatform['clock'];
  #kept: Kept | undefined;
  #reading: Promise<Kept> | undefined;
  #triedAt = Number.NEGATIVE_INFINITY;

  constructor(
    authorityHost: URL,
    tenant: string,
    { network, clock }: Pick<OnlinePlatform, 'clock'> & { network: Pick<Network, 'send'> },
  ) {
    this.#metadata = new URL(`/${tenant}/v2.0/.well-known/openid-configuration`, authorityHost);
    this.#network = network;
    this.#clock = clock;
  }

  /**
   * @param keyId of the token that is to be verified
   * @throws StepFailure `EAC_API_KEYS` when none was ever read
   */
  async finding(keyId: unknown): Promise<JWTVerifyGetKey> {
    const now = this.#clock.now().getTime();
    const kept = this.#kept;
    const isEnough = kept?.ids.has(keyId) === true && now - kept.readAt < KEEP_MS;
    const isTooSoon = now - this.#triedAt < LEAST_BETWEEN_MS;
    if (kept !== undefined && (isEnough || isTooSoon)) return kept.find;
    this.#reading ??= this.#read(now).finally(() => {
      this.#reading = undefined;
    });
    try {
      this.#kept = await this.#reading;
      return this.#kept.find;
    } catch (error) {
      // Keys of before verify what they verified before.
      if (kept !== undefined) return kept.find;
      throw error;
    }
  }

  async #read(readAt: number): Promise<Kept> {
    this.#triedAt = readAt;
    const { jwks_uri: address } = await this.#get(this.#metadata);
    const url = typeof address === 'string' && URL.canParse(address) ? new URL(address) : undefined;
    if (url?.origin !== this.#metadata.origin) {
      throw unavailable(`${this.#metadata.host} names no place of its own for its keys`);
    }
    const { keys } = await this.#get(url);
    if (!Array.isArray(keys) || keys.length === 0) {
      throw unavailable(`${url.host} published no keys`);
    }
    const ids = new Set(keys.map((key: { readonly kid?: unknown } | null) => key?.kid));
    return { find: createLocalJWKSet({ keys } as JSONWebKeySet), ids, readAt };
  }

  async #get(url: URL): Promise<JsonObject> {
    const answer = await this.#network
      .send({ method: 'GET', url, headers: { accept: 'application/json' } })
      .catch((error: unknown) => {
        if (!(error instanceof NetworkFailure)) throw error;
        throw unavailable(error.message, error);
      });
    const object = answer.status === 200 ? parseJsonObject(answer.body) : undefined;
    if (object !== undefined) return object;
    throw unavailable(`${url.host} answered HTTP ${answer.status} instead`);
  }
}

function unavailable(why: string, cause?: unknown): StepFailure {
  return new StepFailure(
    'EAC_API_KEYS',
    `Reading the keys with which Entra signs its tokens failed: ${why}.`,
    'Nobody is let in without them. Try again; if it persists, see what keeps the function app from Entra.',
    { cause },
  );
}
