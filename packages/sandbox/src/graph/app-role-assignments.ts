import { randomUUID } from 'node:crypto';
import type { EntraApp } from '../entra/app.ts';
import { type AppRoleAssignment, NO_ROLE } from '../entra/app-role.ts';
import {
  created,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  keyAt,
  NO_CONTENT,
  ok,
} from './call.ts';
import { consentedPermissions } from './consented-permissions.ts';
import { badRequest, notFound } from './graph-error.ts';
import { readText } from './json-body.ts';
import { pageOf } from './odata-page.ts';
import { findPerson } from './people.ts';
import { demandAdministrator, demandApplicationRead, demandPermission } from './permissions.ts';
import { findPrincipal, findResource } from './principals.ts';
import { KEY } from './resource-path.ts';
import { findServicePrincipal } from './service-principal-lookup.ts';

const ASSIGN = 'AppRoleAssignment.ReadWrite.All';
const FILTERABLE = ['id', 'principalId', 'resourceId', 'appRoleId', 'principalType'];

type Chosen = (call: GraphCall) => (assignment: AppRoleAssignment) => boolean;

/** @see https://learn.microsoft.com/graph/api/resources/approleassignment#methods */
export const APP_ROLE_ASSIGNMENT_ROUTES: readonly GraphRoute[] = [
  ...collection(['servicePrincipals', KEY, 'appRoleAssignedTo'], toResource),
  ...collection(['servicePrincipals', KEY, 'appRoleAssignments'], ofServicePrincipal),
  ...collection(['users', KEY, 'appRoleAssignments'], ofPerson),
];

function collection(path: GraphRoute['path'], chosen: Chosen): GraphRoute[] {
  return [
    { method: 'GET', path, answer: (call) => list(call, chosen) },
    { method: 'POST', path, answer: create },
    { method: 'DELETE', path: [...path, KEY], answer: (call) => remove(call, chosen) },
  ];
}

function toResource(call: GraphCall) {
  const id = findServicePrincipal(call).seen.servicePrincipalObjectId;
  return ({ resourceId }: AppRoleAssignment) => resourceId === id;
}

function ofServicePrincipal(call: GraphCall) {
  const id = findServicePrincipal(call).seen.servicePrincipalObjectId;
  return ({ principalId }: AppRoleAssignment) => principalId === id;
}

/** Those of the groups that the person is in directly count too. */
function ofPerson(call: GraphCall) {
  const person = findPerson(call);
  const groups = call.caller.tenant.groups.filter(({ members }) => members.includes(person));
  const ids = [person, ...groups].map(({ objectId }) => objectId);
  return ({ principalId }: AppRoleAssignment) => ids.includes(principalId);
}

function list(call: GraphCall, chosen: Chosen): GraphAnswer {
  const { caller, query, root, request } = call;
  if (!caller.permissions.has(ASSIGN)) demandApplicationRead(caller);
  const all = [...caller.tenant.appRoleAssignments, ...consentedPermissions(caller.tenant)];
  const found = all.filter(chosen(call)).map((assignment) => entity(call, assignment));
  const address = `${root}${request.path.replace('/v1.0', '')}?${request.query}`;
  return ok(pageOf(found, query, address, FILTERABLE));
}

function entity({ caller }: GraphCall, { createdAt, ...assignment }: AppRoleAssignment) {
  return {
    ...assignment,
    createdDateTime: createdAt.toISOString(),
    deletedDateTime: null,
    principalDisplayName: findPrincipal(caller.tenant, assignment.principalId)?.displayName ?? null,
    resourceDisplayName: findResource(caller.tenant, assignment.resourceId)?.displayName ?? null,
  };
}

/** Whatever collection it is added to, the body says everything. */
function create(call: GraphCall): GraphAnswer {
  const { caller, body, directory } = call;
  demandPermission(caller, ASSIGN);
  demandAdministrator(caller);
  const { tenant } = caller;
  const principalId = readText(body['principalId'], 'principalId');
  const resourceId = readText(body['resourceId'], 'resourceId');
  const appRoleId = readText(body['appRoleId'], 'appRoleId');
  const principal = findPrincipal(tenant, principalId);
  const resource = findResource(tenant, resourceId);
  if (principal === undefined) throw notFound(principalId);
  if (resource === undefined) throw notFound(resourceId);
  if (!hasRole(resource, appRoleId)) {
    throw badRequest('Permission being assigned was not found on application');
  }
  const assignment = { principalId, resourceId, appRoleId, principalType: principal.type };
  if (tenant.appRoleAssignments.some((one) => isSame(one, assignment))) {
    throw badRequest('Permission being assigned already exists on the object');
  }
  const made = { ...assignment, id: randomUUID(), createdAt: directory.now() };
  tenant.appRoleAssignments.push(made);
  return created(entity(call, made));
}

function hasRole({ registration }: EntraApp, id: string): boolean {
  const { appRoles } = registration;
  if (id === NO_ROLE) return appRoles.every(({ isEnabled }) => !isEnabled);
  return appRoles.some((role) => role.id === id);
}

function isSame(
  one: AppRoleAssignment,
  { principalId, resourceId, appRoleId }: Omit<AppRoleAssignment, 'id' | 'createdAt'>,
): boolean {
  return (
    one.principalId === principalId && one.resourceId === resourceId && one.appRoleId === appRoleId
  );
}

function remove(call: GraphCall, chosen: Chosen): GraphAnswer {
  const { caller } = call;
  demandPermission(caller, ASSIGN);
  demandAdministrator(caller);
  const { appRoleAssignments: all } = caller.tenant;
  const { value } = keyAt(call, 1);
  const isChosen = chosen(call);
  const index = all.findIndex((one) => one.id === value && isChosen(one));
  if (index < 0) throw notFound(value);
  all.splice(index, 1);
  return NO_CONTENT;
}
