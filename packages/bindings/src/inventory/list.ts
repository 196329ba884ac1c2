import { parsePolicy } from '@entra-aws-creds/trust-policy';
import type { Application } from '../entra-directory/application.ts';
import type { Role } from '../identity-account/role.ts';
import { APPLICATION_TAG, clientIdOfStatement, rolesOf } from '../ownership.ts';
import type { Ports } from '../ports.ts';

/** A binding, as far as one of its sides speaks of the other. */
export interface ListedBinding {
  readonly clientId: string;
  /** Undefined where only the role speaks of it. */
  readonly displayName: string | undefined;
  /** ARN. */
  readonly role: string;
  /** Whether the application lists the role; undefined where Entra was not asked. */
  readonly inEntra: boolean | undefined;
  /** Whether the role has a trust statement for it; undefined where its account was not asked. */
  readonly inAws: boolean | undefined;
}

/**
 * Every binding that either side speaks of: applications of ours list roles of any account, roles of the
 * account at hand have statements of ours. In the order of the roles' ARNs.
 *
 * @throws StepFailure `EAC_GRAPH_…`, `EAC_IAM_…`
 */
export async function listBindings({
  directory,
  account,
}: Ports): Promise<readonly ListedBinding[]> {
  const applications: Application[] = [];
  for await (const one of directory?.applicationsTagged(APPLICATION_TAG) ?? []) {
    applications.push(one);
  }
  const roles: Role[] = [];
  for await (const one of account?.roles() ?? []) roles.push(one);
  const listed = applications.flatMap((application) =>
    rolesOf(application).map((role) => ({ clientId: application.clientId, role })),
  );
  const trusted = roles.flatMap(({ arn, trustPolicy }) =>
    trustedClients(trustPolicy).map((clientId) => ({ clientId, role: arn.text })),
  );
  const keyOf = ({ clientId, role }: { clientId: string; role: string }) => `${role} ${clientId}`;
  const inEntra = new Set(listed.map(keyOf));
  const inAws = new Set(trusted.map(keyOf));
  const all = new Map([...listed, ...trusted].map((one) => [keyOf(one), one]));
  return [...all]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, { clientId, role }]) => ({
      clientId,
      displayName: applications.find((one) => one.clientId === clientId)?.displayName,
      role,
      inEntra: directory === undefined ? undefined : inEntra.has(key),
      inAws: account !== undefined && isIn(role, account.address) ? inAws.has(key) : undefined,
    }));
}

function trustedClients(policy: Role['trustPolicy']): readonly string[] {
  const statements = parsePolicy(policy).policy?.statements ?? [];
  return statements.flatMap(({ sid }) => clientIdOfStatement(sid ?? '') ?? []);
}

/** A tag may hold anything. */
function isIn(
  role: string,
  { partition, account }: { partition: string; account: string },
): boolean {
  return role.startsWith(`arn:${partition}:iam::${account}:role/`);
}
