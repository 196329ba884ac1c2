import { randomUUID } from 'node:crypto';
import type { FederatedCredential } from '../entra/app.ts';
import { JobTokenKeys } from './job-token-keys.ts';

export interface IssuedTokenOptions {
  readonly subject: string;
  readonly audience?: string;
  /** Negative: it has ended. */
  readonly lifetimeSeconds?: number;
}

const ENTRA = 'api://AzureADTokenExchange';

/** Whoever signs OIDC tokens and leaves them in a file or a variable: a CI system, a Kubernetes cluster. */
export class TokenIssuer {
  readonly issuer: string;
  readonly #keys = new JobTokenKeys();

  constructor(issuer: string) {
    this.issuer = issuer;
  }

  token(options: IssuedTokenOptions): Promise<string> {
    const { subject, audience = ENTRA, lifetimeSeconds = 3600 } = options;
    const exp = Math.floor(Date.now() / 1000) + lifetimeSeconds;
    const iat = Math.min(exp - 60, Math.floor(Date.now() / 1000));
    return this.#keys.sign({
      iss: this.issuer,
      sub: subject,
      // As Kubernetes writes it.
      aud: [audience],
      jti: randomUUID(),
      iat,
      nbf: iat,
      exp,
    });
  }

  /** What an application must hold to trust tokens of this subject. */
  federatedCredential(subject: string): FederatedCredential {
    return { issuer: this.issuer, subject, keys: this.#keys.keySet };
  }
}
