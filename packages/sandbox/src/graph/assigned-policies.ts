import {
  change,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  keyAt,
  NO_CONTENT,
} from './call.ts';
import { badRequest, notFound } from './graph-error.ts';
import { readText } from './json-body.ts';
import { demandApplicationWrite, demandPermission } from './permissions.ts';
import { CLAIMS_MAPPING_POLICIES, listStored, storedIn } from './policies.ts';
import { KEY } from './resource-path.ts';
import { findServicePrincipal, ownersOf } from './service-principal-lookup.ts';

const COLLECTION = ['servicePrincipals', KEY, 'claimsMappingPolicies'] as const;

/** @see https://learn.microsoft.com/graph/api/serviceprincipal-list-claimsmappingpolicies */
export const ASSIGNED_POLICY_ROUTES: readonly GraphRoute[] = [
  { method: 'GET', path: COLLECTION, answer: assigned },
  { method: 'POST', path: [...COLLECTION, '$ref'], answer: assign },
  { method: 'DELETE', path: [...COLLECTION, KEY, '$ref'], answer: unassign },
];

function assigned(call: GraphCall): GraphAnswer {
  demandPermission(call.caller, 'Policy.Read.All', 'Application.ReadWrite.All');
  const ids = findServicePrincipal(call).seen.servicePrincipal?.claimsMappingPolicies ?? [];
  return listStored(
    call,
    storedIn(call, CLAIMS_MAPPING_POLICIES).filter(({ id }) => ids.includes(id)),
  );
}

/** A service principal has one such policy. */
function assign(call: GraphCall): GraphAnswer {
  const { app } = findServicePrincipal(call);
  const { servicePrincipal } = app;
  demandPermission(call.caller, 'Policy.Read.All');
  demandApplicationWrite(call.caller, ownersOf(app));
  const id = readText(call.body['@odata.id'], '@odata.id').split('/').at(-1) ?? '';
  if (!storedIn(call, CLAIMS_MAPPING_POLICIES).some((policy) => policy.id === id))
    throw notFound(id);
  if (servicePrincipal === undefined || servicePrincipal.claimsMappingPolicies.length > 0) {
    throw badRequest(
      'A conflicting object with one or more of the specified property values is present in the directory.',
    );
  }
  change(call, app, 'service principal', () => {
    servicePrincipal.claimsMappingPolicies = [id];
  });
  return NO_CONTENT;
}

function unassign(call: GraphCall): GraphAnswer {
  const { app } = findServicePrincipal(call);
  const { servicePrincipal } = app;
  demandApplicationWrite(call.caller, ownersOf(app));
  const { value } = keyAt(call, 1);
  if (!servicePrincipal?.claimsMappingPolicies.includes(value))
    throw badRequest(`No policy ${value} is assigned.`);
  change(call, app, 'service principal', () => {
    servicePrincipal.claimsMappingPolicies = [];
  });
  return NO_CONTENT;
}
