import type { ModelOrganization } from './model-organization.ts';

/** What is left of it, for people to compare with what was wanted. */
interface EndState {
  /** Roles, each with how many enabled applications were made for it. */
  readonly bound: Readonly<Record<string, number>>;
  /** Applications that no role has. */
  readonly orphans: readonly string[];
  /** Audiences of providers that no application has. */
  readonly audiencesLeft: readonly string[];
  /** Roles whose trust statement does not pin exactly their application. */
  readonly ajar: readonly string[];
}

export function endState({ directory, accounts }: ModelOrganization): EndState {
  const { applications, servicePrincipals } = directory.snapshot();
  const enabled = new Map(
    servicePrincipals.filter((one) => one.enabled).map((one) => [one.clientId, one.id]),
  );
  const made = applications.filter(({ tags }) => tags.includes('entra-aws-creds'));
  const byRoleId = new Map<string, string[]>();
  for (const { tags, clientId } of made) {
    const roleId = tags.find((tag) => tag.startsWith('aws-role-id:'))?.slice(12) ?? '';
    if (enabled.has(clientId)) byRoleId.set(roleId, [...(byRoleId.get(roleId) ?? []), clientId]);
  }
  const bound: Record<string, number> = {};
  const ajar: string[] = [];
  const live = new Set<string>();
  const audiences = new Set<string>();
  for (const account of accounts.values()) {
    const { roles, providers } = account.snapshot();
    for (const one of providers.flatMap((provider) => provider.audiences)) audiences.add(one);
    for (const { arn, roleId, trustPolicy } of roles) {
      const [clientId = '', ...others] = byRoleId.get(roleId) ?? [];
      bound[arn.text] = clientId === '' ? 0 : 1 + others.length;
      live.add(clientId);
      const sub = enabled.get(clientId) ?? 'nobody';
      const text = JSON.stringify(trustPolicy);
      const isPinned = text.includes(`:sub":"${sub}"`) && text.includes(`:aud":"${clientId}"`);
      if (clientId !== '' && !isPinned) ajar.push(arn.text);
    }
  }
  const clientIds = new Set(made.map(({ clientId }) => clientId));
  return {
    bound,
    orphans: [...clientIds].filter((one) => !live.has(one)),
    audiencesLeft: [...audiences].filter((one) => !live.has(one)),
    ajar,
  };
}
