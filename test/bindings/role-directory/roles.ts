import {
  type Application,
  applicationNameOf,
  GraphRoleDirectory,
  OwnedDirectory,
  type OwnRemovals,
  parseTenantGuid,
  type RemovalLimits,
  type WantedIdentity,
} from '../../../packages/bindings/src/index.ts';
import { RoleArn } from '../../../packages/core/src/programs.ts';
import { OWNER } from '../model/model-directory.ts';
import type { Visit } from '../model/model-world.ts';

const USUAL = { mostRemovalsAnHour: 10, mostRemovalsPercent: 20 };

/** The directory of roles as one function has it; what `own` holds is shared by all of a process. */
export function rolesIn(
  { directory, ...visit }: Visit,
  limits: Partial<RemovalLimits> = {},
  own: OwnRemovals = new Map(),
): GraphRoleDirectory {
  if (directory === undefined) throw new Error('the visit has no directory');
  const tenant = parseTenantGuid(directory.tenant);
  return new GraphRoleDirectory(
    { tenant, cloud: 'AzureCloud', ...USUAL, ...limits, removals: own },
    { ...visit, directory: new OwnedDirectory(directory, async () => OWNER) },
  );
}

export function wantedOf(name: string, parts: Partial<WantedIdentity> = {}): WantedIdentity {
  return {
    role: RoleArn.parse(`arn:aws:iam::123456789012:role/entra-aws-creds/${name}`),
    roleId: `AROA${name.toUpperCase()}`,
    tokenVersion: 'v2',
    federated: [],
    certificates: [],
    marked: undefined,
    ...parts,
  };
}

/** Where that of the role would stand, with all its marks, as whoever may register applications can make it. */
export function trapFor({ role, roleId }: WantedIdentity): Application {
  const id = '99999999-0000-4000-8000-000000000000';
  return {
    ...applicationNameOf(role, roleId),
    id,
    clientId: id.replaceAll('9', '8'),
    tags: [
      'entra-aws-creds',
      `aws-role:${role.text}`,
      `aws-role-id:${roleId}`,
      `aws-role-name:aws:${role.account}:${role.name.toLowerCase()}`,
      `aws-account:aws:${role.account}`,
    ],
    tokenVersion: 'v2',
    identifierUris: [],
    certificates: [],
    secrets: [],
    created: '2026-11-21T11:00:00Z',
  };
}
