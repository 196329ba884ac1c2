import { isDeepStrictEqual } from 'node:util';
import { quote, StepFailure } from '@entra-aws-creds/core/programs';
import { parseJsonObject } from '@entra-aws-creds/core/services';
import type {
  ClaimsEndpoint,
  ClaimsExtension,
  ClaimsMappingPolicy,
  PeopleSide,
} from '../people-application.ts';
import { CLAIMS_TIMEOUT_MS, type WantedClaims } from '../people-wish.ts';
import type { PeopleChange } from './people-change.ts';

/**
 * What the claims provider lacks in Entra. Nothing is changed where none is asked for: taking one away would
 * leave tokens without the claims.
 *
 * @throws StepFailure `EAC_BINDING_CONFLICT` when somebody else's takes the one place that there is
 */
export function claimsChanges(
  wanted: WantedClaims | undefined,
  { name, mappings, extensions, listeners }: PeopleSide,
): readonly PeopleChange[] {
  if (wanted === undefined) return [];
  const { definition } = wanted.mapping;
  const endpoint = endpointOf(wanted);
  const foreign = mappings.find((one) => one.isAssigned && one.displayName !== name);
  if (foreign !== undefined) throw otherMapping(foreign);
  const [mapping, ...furtherMappings] = mappings.toSorted(assignedFirst);
  const ids = new Set(extensions.map(({ id }) => id));
  const other = listeners.find(({ extensionId }) => !ids.has(extensionId));
  if (other !== undefined) throw otherListener(other.id);
  const [listener, ...furtherListeners] = listeners;
  const extension = extensions.find(({ id }) => id === listener?.extensionId) ?? extensions[0];
  return [
    ...(isMapped(mapping, definition) ? [] : [{ kind: 'put-claims-mapping' as const, definition }]),
    ...(isReached(extension, endpoint)
      ? []
      : [{ kind: 'put-claims-extension' as const, ...endpoint }]),
    ...(listener === undefined ? [{ kind: 'put-claims-listener' as const }] : []),
    ...furtherListeners.map(({ id }) => ({ kind: 'remove-claims-listener' as const, id })),
    ...extensions
      .filter((one) => one !== extension)
      .map(({ id, targetUrl }) => ({ kind: 'remove-claims-extension' as const, id, targetUrl })),
    ...furtherMappings.map(({ id }) => ({ kind: 'remove-claims-mapping' as const, id })),
  ];
}

function assignedFirst(one: ClaimsMappingPolicy, other: ClaimsMappingPolicy): number {
  return Number(other.isAssigned) - Number(one.isAssigned);
}

function endpointOf({ targetUrl, resourceId, mapping }: WantedClaims): ClaimsEndpoint {
  return { targetUrl, resourceId, claims: mapping.claims };
}

/** Whether it is assigned, and says the same in whatever words. */
export function isMapped(mapping: ClaimsMappingPolicy | undefined, definition: string): boolean {
  return (mapping?.isAssigned ?? false) && isSameJson(mapping?.definition ?? '', definition);
}

export function isSameJson(one: string, other: string): boolean {
  return one === other || isDeepStrictEqual(parseJsonObject(one), parseJsonObject(other));
}

export function isReached(
  extension: ClaimsExtension | undefined,
  { targetUrl, resourceId, claims }: ClaimsEndpoint,
): boolean {
  return (
    extension?.targetUrl === targetUrl &&
    extension.resourceId === resourceId &&
    extension.timeoutMs === CLAIMS_TIMEOUT_MS &&
    isDeepStrictEqual(extension.claims.toSorted(), claims.toSorted())
  );
}

function otherMapping({ id, displayName }: ClaimsMappingPolicy): StepFailure {
  return new StepFailure(
    'EAC_BINDING_CONFLICT',
    `The application has a claims mapping policy of somebody else, ${quote(displayName)} (${id}), and can have only one.`,
    'Take it away from the application, or take another application with "--application". Nothing was changed.',
  );
}

function otherListener(id: string): StepFailure {
  return new StepFailure(
    'EAC_BINDING_CONFLICT',
    `Entra asks another claims provider when somebody signs in to the application: event listener ${quote(id)}.`,
    'Remove that listener, or take another application with "--application". Nothing was changed.',
  );
}
