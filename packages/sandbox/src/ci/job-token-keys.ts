import type { JSONWebKeySet } from 'jose';
import { createSigningKey, type SigningKey } from '../entra/signing-key.ts';

/** The key that a CI system signs its OIDC tokens with; made when the first one is asked for. */
export class JobTokenKeys {
  #key: Promise<SigningKey> | undefined;

  /** What a relying party finds by way of the issuer's metadata. */
  keySet = async (): Promise<JSONWebKeySet> => (await this.#signingKey()).keySet;

  async sign(claims: Record<string, unknown>): Promise<string> {
    return (await this.#signingKey()).sign(claims);
  }

  #signingKey(): Promise<SigningKey> {
    this.#key ??= createSigningKey();
    return this.#key;
  }
}
