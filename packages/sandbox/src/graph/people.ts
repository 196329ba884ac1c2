import { type EntraGroup, groupsOf } from '../entra/people/group.ts';
import type { EntraPerson } from '../entra/people/person.ts';
import { type GraphAnswer, type GraphCall, type GraphRoute, keyAt, ok } from './call.ts';
import { badRequest, notFound } from './graph-error.ts';
import { pageOf } from './odata-page.ts';
import { selected } from './odata-query.ts';
import { demandPermission } from './permissions.ts';
import { KEY } from './resource-path.ts';

const READ_PEOPLE = ['User.Read.All', 'User.ReadBasic.All', 'Directory.Read.All'];
const READ_GROUPS = ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'];
const ORGANIZATION = ['User.Read', 'Organization.Read.All', 'Directory.Read.All'];

/**
 * @see https://learn.microsoft.com/graph/api/resources/user,
 * https://learn.microsoft.com/graph/api/resources/group and
 * https://learn.microsoft.com/graph/api/resources/organization
 */
export const PEOPLE_ROUTES: readonly GraphRoute[] = [
  { method: 'GET', path: ['me'], answer: me },
  { method: 'GET', path: ['users'], answer: users },
  { method: 'GET', path: ['users', KEY], answer: user },
  { method: 'GET', path: ['users', KEY, 'transitiveMemberOf'], answer: memberships },
  {
    method: 'GET',
    path: ['users', KEY, 'transitiveMemberOf', 'microsoft.graph.group'],
    answer: memberships,
  },
  { method: 'GET', path: ['groups'], answer: groups },
  { method: 'GET', path: ['groups', KEY], answer: group },
  { method: 'GET', path: ['organization'], answer: organization },
];

/** What is told of a person unless more is selected. */
const USUAL = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
];

export function userEntity(person: EntraPerson): Readonly<Record<string, unknown>> {
  const { objectId: id, displayName, userPrincipalName, profile } = person;
  const nothing = Object.fromEntries(USUAL.map((name) => [name, null]));
  return { ...nothing, mail: userPrincipalName, ...profile, displayName, userPrincipalName, id };
}

/** A property that is selected and has no value is null. */
function shownUser(person: EntraPerson, { query }: GraphCall) {
  const select = query.select ?? USUAL;
  const nothing = Object.fromEntries(select.map((name) => [name, null]));
  return selected({ ...nothing, ...userEntity(person) }, { ...query, select });
}

function me(call: GraphCall): GraphAnswer {
  const { person } = call.caller;
  if (person === undefined) {
    throw badRequest('/me request is only valid with delegated authentication flow.');
  }
  demandPermission(call.caller, 'User.Read', ...READ_PEOPLE);
  return ok(shownUser(person, call));
}

function users(call: GraphCall): GraphAnswer {
  const { caller, root, request, query } = call;
  demandPermission(caller, ...READ_PEOPLE);
  const select = query.select ?? USUAL;
  const address = `${root}/users?${request.query}`;
  const filterable = ['id', 'userPrincipalName', 'displayName', 'mail'];
  return ok(
    pageOf(caller.tenant.people.map(userEntity), { ...query, select }, address, filterable),
  );
}

function user(call: GraphCall): GraphAnswer {
  demandPermission(call.caller, ...READ_PEOPLE);
  return ok(shownUser(findPerson(call), call));
}

/** By ID or by user principal name. */
export function findPerson(call: GraphCall): EntraPerson {
  const { value } = keyAt(call, 0);
  const found = call.caller.tenant.people.find(
    ({ objectId, userPrincipalName }) =>
      objectId === value || userPrincipalName.toLowerCase() === value.toLowerCase(),
  );
  if (found !== undefined) return found;
  throw notFound(value);
}

function groupEntity({ objectId: id, displayName }: EntraGroup) {
  return {
    '@odata.type': '#microsoft.graph.group',
    id,
    displayName,
    groupTypes: [],
    mailEnabled: false,
    securityEnabled: true,
  };
}

function memberships(call: GraphCall): GraphAnswer {
  const { caller, query, root, request } = call;
  demandPermission(caller, ...READ_GROUPS);
  const found = [...groupsOf(findPerson(call), caller.tenant.groups)].map(groupEntity);
  const address = `${root}${request.path.replace('/v1.0', '')}?${request.query}`;
  return ok(pageOf(found, query, address, ['id', 'displayName', 'securityEnabled']));
}

function groups({ caller, query, root, request }: GraphCall): GraphAnswer {
  demandPermission(caller, ...READ_GROUPS);
  const address = `${root}/groups?${request.query}`;
  return ok(pageOf(caller.tenant.groups.map(groupEntity), query, address, ['id', 'displayName']));
}

function group(call: GraphCall): GraphAnswer {
  demandPermission(call.caller, ...READ_GROUPS);
  const { value } = keyAt(call, 0);
  const found = call.caller.tenant.groups.find(({ objectId }) => objectId === value);
  if (found === undefined) throw notFound(value);
  return ok(selected(groupEntity(found), call.query));
}

function organization({ caller, query, root }: GraphCall): GraphAnswer {
  demandPermission(caller, ...ORGANIZATION);
  const { id, displayName, domains } = caller.tenant;
  const verifiedDomains = domains.map((name, index) => ({
    name,
    isDefault: index === 0,
    isInitial: index === 0,
    type: 'Managed',
  }));
  const entity = { id, displayName, tenantType: 'AAD', verifiedDomains };
  return ok(pageOf([entity], query, `${root}/organization`, ['id']));
}
