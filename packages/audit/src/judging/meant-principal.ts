/** Who is meant to get in, as far as somebody said. */
export interface MeantPrincipal {
  /** Directory (tenant) ID: the other tenants are strangers. */
  readonly tenantId?: string | undefined;
  /** Of v2.0 tokens the client; of v1.0 tokens the audience, unless that is given. */
  readonly clientId?: string | undefined;
  /** `aud` of the token: of a v1.0 token what `:aud` compares, of a v2.0 token what `:oaud` does. */
  readonly audience?: string | undefined;
  /** Object ID of the service principal. */
  readonly subject?: string | undefined;
}

/** Whether one identity is meant, and not only a tenant: who is neither is then a stranger. */
export function isOneIdentity({ clientId, audience, subject }: MeantPrincipal): boolean {
  return clientId !== undefined || audience !== undefined || subject !== undefined;
}
