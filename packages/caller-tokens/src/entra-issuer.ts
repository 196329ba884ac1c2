import {
  type JsonObject,
  type Network,
  NetworkFailure,
  type Platform,
  parseJsonObject,
} from '@entra-aws-creds/core/azure';
import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { CallerFailure } from './caller-failure.ts';

/** Entra rolls its keys over without notice, and publishes a new one well before it signs with it. */
const KEEP_MS = 6 * 60 * 60_000;
/** Whoever makes up key IDs must not make this ask Entra each time. */
const LEAST_BETWEEN_MS = 30_000;

/** What Entra publishes of itself: how tokens name it, and what it signs them with. */
export interface Published {
  readonly issuer: string;
  readonly find: JWTVerifyGetKey;
}

interface Kept extends Published {
  readonly keyIds: ReadonlySet<unknown>;
  readonly readAt: number;
}

/**
 * One tenant's issuer of tokens, as its metadata and its keys tell of it. They are read when they are first
 * needed, when they are old, and when a token has a key that is not among them.
 *
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
 * @see https://learn.microsoft.com/entra/identity-platform/signing-key-rollover
 */
export class EntraIssuer {
  readonly #metadata: URL;
  readonly #network: Pick<Network, 'send'>;
  readonly #clock: Platform['clock'];
  #kept: Kept | undefined;
  #reading: Promise<Kept> | undefined;
  #triedAt = Number.NEGATIVE_INFINITY;

  /** @param metadata the address of the metadata, without its last part */
  constructor(metadata: URL, network: Pick<Network, 'send'>, clock: Platform['clock']) {
    this.#metadata = new URL(`${metadata.pathname}/.well-known/openid-configuration`, metadata);
    this.#network = network;
    this.#clock = clock;
  }

  /**
   * @param keyId of the token that is to be verified
   * @throws CallerFailure when nothing was ever read
   */
  async published(keyId: unknown): Promise<Published> {
    const now = this.#clock.now().getTime();
    const kept = this.#kept;
    const enough = kept?.keyIds.has(keyId) === true && now - kept.readAt < KEEP_MS;
    if (kept !== undefined && (enough || now - this.#triedAt < LEAST_BETWEEN_MS)) return kept;
    this.#reading ??= this.#read(now).finally(() => {
      this.#reading = undefined;
    });
    try {
      this.#kept = await this.#reading;
      return this.#kept;
    } catch (error) {
      // Keys of before verify what they verified before.
      if (kept !== undefined) return kept;
      throw error;
    }
  }

  async #read(readAt: number): Promise<Kept> {
    this.#triedAt = readAt;
    const { issuer, jwks_uri: address } = await this.#get(this.#metadata);
    const url = typeof address === 'string' && URL.canParse(address) ? new URL(address) : undefined;
    if (typeof issuer !== 'string' || url?.origin !== this.#metadata.origin) {
      throw unavailable(`${this.#metadata.host} published no issuer with keys of its own`);
    }
    const { keys } = await this.#get(url);
    if (!Array.isArray(keys) || keys.length === 0) {
      throw unavailable(`${url.host} published no keys`);
    }
    const keyIds = new Set(keys.map((key: { readonly kid?: unknown } | null) => key?.kid));
    return { issuer, find: createLocalJWKSet({ keys } as JSONWebKeySet), keyIds, readAt };
  }

  async #get(url: URL): Promise<JsonObject> {
    const answer = await this.#network
      .send({ method: 'GET', url, headers: {} })
      .catch((error: unknown) => {
        if (!(error instanceof NetworkFailure)) throw error;
        throw unavailable(`Entra's keys could not be read: ${error.message}`, error);
      });
    const object = answer.status === 200 ? parseJsonObject(answer.body) : undefined;
    if (object !== undefined) return object;
    throw unavailable(`${url.host} answered HTTP ${answer.status} in place of its keys`);
  }
}

function unavailable(message: string, cause?: unknown): CallerFailure {
  return new CallerFailure('keys', message, cause);
}
