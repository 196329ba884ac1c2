import { randomUUID } from 'node:crypto';

/**
 * What the directory keeps of an application's identity in the tenant, beside what logging in takes.
 *
 * @see https://learn.microsoft.com/graph/api/resources/serviceprincipal
 */
export class ServicePrincipal {
  readonly objectId: string;
  tags: readonly string[] = [];
  notes: string | null = null;
  owners: readonly string[] = [];
  /** IDs of policies, in the order in which they were assigned. */
  claimsMappingPolicies: readonly string[] = [];
  others: Readonly<Record<string, unknown>> = {};

  constructor(objectId: string = randomUUID()) {
    this.objectId = objectId;
  }
}
