import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWK, SignJWT } from 'jose';
import type { PublishedIssuer } from '../../openid/published-issuer.ts';

export type SigningAlgorithm = 'ES384' | 'RS256';

type PrivateKey = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

interface Key {
  readonly privateKey: PrivateKey;
  readonly published: JWK;
}

/** Signs the tokens of one account, with keys that are made when they are first needed, and published then. */
export class OutboundIssuer {
  isEnabled = false;
  readonly #published: PublishedIssuer;
  readonly #keys = new Map<SigningAlgorithm, Promise<Key>>();

  constructor(published: PublishedIssuer) {
    this.#published = published;
  }

  get url(): string {
    return this.#published.url;
  }

  async sign(algorithm: SigningAlgorithm, claims: Record<string, unknown>): Promise<string> {
    const { privateKey, published } = await this.#key(algorithm);
    const header = { alg: algorithm, typ: 'JWT', kid: published.kid ?? '' };
    return new SignJWT(claims).setProtectedHeader(header).sign(privateKey);
  }

  /** What a federated credential of an application must hold to trust a role of the account. */
  federatedCredential(roleArn: string) {
    return {
      issuer: this.url,
      subject: roleArn,
      keys: async () => this.#published.keySet as JSONWebKeySet,
    };
  }

  #key(algorithm: SigningAlgorithm): Promise<Key> {
    const key = this.#keys.get(algorithm) ?? this.#createKey(algorithm);
    this.#keys.set(algorithm, key);
    return key;
  }

  /** Key IDs are named as the real ones are. */
  async #createKey(algorithm: SigningAlgorithm): Promise<Key> {
    const { publicKey, privateKey } = await generateKeyPair(algorithm);
    const kid = algorithm === 'RS256' ? 'RSA_0' : 'EC384_0';
    const published = { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' };
    const { keys } = this.#published.keySet as JSONWebKeySet;
    this.#published.keySet = { keys: [...keys, published] };
    return { privateKey, published };
  }
}
