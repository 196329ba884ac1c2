import type { DirectoryRole } from '../entra/people/person.ts';
import type { GraphCaller } from './caller.ts';
import { denied } from './graph-error.ts';

const ADMINISTRATORS: readonly DirectoryRole[] = [
  'Global Administrator',
  'Application Administrator',
  'Cloud Application Administrator',
];

const READ_APPLICATIONS = [
  'Application.Read.All',
  'Application.ReadWrite.All',
  'Application.ReadWrite.OwnedBy',
  'Directory.Read.All',
];

/**
 * Demands one of these permissions, be they an application's roles or a person's scopes.
 *
 * @throws GraphError `Authorization_RequestDenied`
 * @see https://learn.microsoft.com/graph/permissions-reference
 */
export function demandPermission(caller: GraphCaller, ...anyOf: readonly string[]): void {
  if (!anyOf.some((permission) => caller.permissions.has(permission))) throw denied();
}

/** Every application of the tenant may be read, those of others too. */
export function demandApplicationRead(caller: GraphCaller): void {
  demandPermission(caller, ...READ_APPLICATIONS);
}

/**
 * A person needs the right in the directory besides what was consented to.
 *
 * @see https://learn.microsoft.com/graph/api/application-post-applications
 */
export function demandApplicationCreate(caller: GraphCaller): void {
  const { person, tenant } = caller;
  demandPermission(
    caller,
    'Application.ReadWrite.All',
    ...(person === undefined ? ['Application.ReadWrite.OwnedBy'] : []),
  );
  const may =
    person === undefined ||
    tenant.rules.peopleMayRegister ||
    administers(caller) ||
    person.directoryRoles.has('Application Developer');
  if (!may) throw denied();
}

/** Owners may, administrators may, and who was granted `Application.ReadWrite.All` for itself. */
export function demandApplicationWrite(caller: GraphCaller, owners: readonly string[]): void {
  demandPermission(
    caller,
    'Application.ReadWrite.All',
    ...(caller.person === undefined ? ['Application.ReadWrite.OwnedBy'] : []),
  );
  const writesAll =
    caller.person === undefined
      ? caller.permissions.has('Application.ReadWrite.All')
      : administers(caller);
  if (!writesAll && !owners.includes(caller.objectId)) throw denied();
}

/** Whether the rights go no further than what the caller owns. */
export function writesOnlyOwned(caller: GraphCaller): boolean {
  return caller.person === undefined
    ? !caller.permissions.has('Application.ReadWrite.All')
    : !administers(caller);
}

/** A person for what only administrators may do, whatever was consented to. */
export function demandAdministrator(
  caller: GraphCaller,
  ...others: readonly DirectoryRole[]
): void {
  const { person } = caller;
  if (person === undefined || administers(caller)) return;
  if (!others.some((role) => person.directoryRoles.has(role))) throw denied();
}

export function administers({ person }: GraphCaller): boolean {
  return ADMINISTRATORS.some((role) => person?.directoryRoles.has(role));
}
