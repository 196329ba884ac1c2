import { type PolicyJson, parsePolicy } from '@entra-aws-creds/trust-policy';
import type { IdentityAccount } from '../identity-account/identity-account.ts';
import type { Neighbour } from './observed.ts';

/** Every statement that names the provider, from a list of roles that is read anew. */
export async function neighboursOf(
  provider: ProviderName,
  account: IdentityAccount,
): Promise<readonly Neighbour[]> {
  const found: Neighbour[] = [];
  for await (const { arn, trustPolicy } of account.roles()) {
    found.push(...trusts(trustPolicy, provider).map((trust) => ({ role: arn.text, ...trust })));
  }
  return found;
}

interface ProviderName {
  readonly arn: string;
  readonly keyPrefix: string;
}

/** Where a policy cannot be read, it may well use what is to be removed. */
function trusts(
  document: PolicyJson,
  { arn, keyPrefix }: ProviderName,
): readonly Omit<Neighbour, 'role'>[] {
  const { policy } = parsePolicy(document);
  if (policy === undefined) return [{ sid: undefined, audiences: undefined }];
  const key = `${keyPrefix}:aud`.toLowerCase();
  return policy.statements
    .filter(({ effect }) => effect === 'Allow')
    .filter(({ principal }) => principal.negated || principal.entries.some((e) => e.value === arn))
    .map(({ sid, conditions }) => {
      const values = conditions.filter((one) => one.key.toLowerCase() === key);
      const audiences = values.flatMap((one) => one.values);
      const isOpen = audiences.length === 0 || audiences.some((value) => /[*?$]/.test(value));
      return { sid, audiences: isOpen ? undefined : audiences };
    });
}

/** Whether somebody would be shut out without the audience, apart from our statement in that role. */
export function isNeeded(
  audience: string,
  neighbours: readonly Neighbour[],
  own: { readonly role: string; readonly sid: string },
): boolean {
  return neighbours
    .filter(({ role, sid }) => role !== own.role || sid !== own.sid)
    .some(({ audiences }) => audiences === undefined || audiences.includes(audience));
}
