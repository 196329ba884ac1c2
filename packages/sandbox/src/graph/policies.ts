import { randomUUID } from 'node:crypto';
import type { DirectoryRole } from '../entra/people/person.ts';
import type { StoredObject } from '../entra/tenant.ts';
import {
  created,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  keyAt,
  NO_CONTENT,
  ok,
} from './call.ts';
import { notFound } from './graph-error.ts';
import type { JsonObject } from './json-body.ts';
import { pageOf } from './odata-page.ts';
import { demandAdministrator, demandPermission } from './permissions.ts';
import { checkClaimsMappingPolicy, checkExtension, checkListener } from './policy-properties.ts';
import { KEY, type PathPattern } from './resource-path.ts';

/** A collection whose objects are kept as they are written. */
interface Collection {
  readonly path: PathPattern;
  readonly permission: string;
  readonly role?: DirectoryRole;
  /** @throws GraphError */
  readonly check: (body: JsonObject) => void;
}

export const CLAIMS_MAPPING_POLICIES = ['policies', 'claimsMappingPolicies'] as const;

/**
 * @see https://learn.microsoft.com/graph/api/resources/claimsmappingpolicy,
 * https://learn.microsoft.com/graph/api/resources/customauthenticationextension and
 * https://learn.microsoft.com/graph/api/resources/authenticationeventlistener
 */
const COLLECTIONS: readonly Collection[] = [
  {
    path: CLAIMS_MAPPING_POLICIES,
    permission: 'Policy.ReadWrite.ApplicationConfiguration',
    check: checkClaimsMappingPolicy,
  },
  {
    path: ['identity', 'customAuthenticationExtensions'],
    permission: 'CustomAuthenticationExtension.ReadWrite.All',
    role: 'Authentication Extensibility Administrator',
    check: checkExtension,
  },
  {
    path: ['identity', 'authenticationEventListeners'],
    permission: 'EventListener.ReadWrite.All',
    role: 'Authentication Extensibility Administrator',
    check: checkListener,
  },
];

export const POLICY_ROUTES: readonly GraphRoute[] = COLLECTIONS.flatMap(routesOf);

function routesOf(collection: Collection): readonly GraphRoute[] {
  const { path, check } = collection;
  const demand = ({ caller }: GraphCall) => {
    demandPermission(caller, collection.permission);
    demandAdministrator(caller, ...(collection.role === undefined ? [] : [collection.role]));
  };
  const stored = (call: GraphCall) => {
    demand(call);
    return storedIn(call, path);
  };
  return [
    { method: 'GET', path, answer: (call) => listStored(call, stored(call)) },
    {
      method: 'POST',
      path,
      answer: (call) => {
        const all = stored(call);
        check(call.body);
        const made = { ...call.body, id: randomUUID() };
        all.push(made);
        return created(made);
      },
    },
    { method: 'GET', path: [...path, KEY], answer: (call) => ok(demanded(call, stored(call))) },
    {
      method: 'PATCH',
      path: [...path, KEY],
      answer: (call) => {
        const all = stored(call);
        const before = demanded(call, all);
        const after = { ...before, ...call.body, id: before.id };
        check(after);
        all.splice(all.indexOf(before), 1, after);
        return NO_CONTENT;
      },
    },
    {
      method: 'DELETE',
      path: [...path, KEY],
      answer: (call) => {
        const all = stored(call);
        all.splice(all.indexOf(demanded(call, all)), 1);
        return NO_CONTENT;
      },
    },
  ];
}

export function storedIn({ caller }: GraphCall, path: PathPattern): StoredObject[] {
  const { stored } = caller.tenant;
  const name = path.join('/');
  const all = stored.get(name) ?? [];
  stored.set(name, all);
  return all;
}

export function listStored(
  { query, root, request }: GraphCall,
  all: readonly StoredObject[],
): GraphAnswer {
  const address = `${root}${request.path.replace('/v1.0', '')}?${request.query}`;
  return ok(pageOf(all, query, address, ['id', 'displayName']));
}

function demanded(call: GraphCall, all: readonly StoredObject[]): StoredObject {
  const { value } = keyAt(call, 0);
  const found = all.find(({ id }) => id === value);
  if (found !== undefined) return found;
  throw notFound(value);
}
