import { quote, type RoleArn } from '@entra-aws-creds/core/programs';
import type { EntraSide } from '../observe/observed.ts';
import { isForPeople, isOurs, rolesOf } from '../ownership.ts';
import { credentialDrift } from './credential-drift.ts';
import type { Drift } from './drift.ts';

/** What is not right with the application and its service principal. */
export function entraDrift(role: RoleArn, entra: EntraSide, now: Date): readonly Drift[] {
  const { application, servicePrincipal } = entra;
  if (application === undefined) return [missing(entra)];
  const name = `The application ${quote(application.displayName)}`;
  const drift: Drift[] = [];
  if (!isOurs(application)) {
    drift.push({
      kind: 'application-unmarked',
      severity: 'medium',
      sentence: `${name} does not carry the tag of this product: it was made by somebody else, or the tag was removed.`,
      repair: 'person',
    });
  } else if (!rolesOf(application).includes(role.text)) {
    drift.push({
      kind: 'role-not-listed',
      severity: 'low',
      sentence: `${name} does not list the role ${role.text}, and would be deleted with another one.`,
      repair: 'setup',
    });
  }
  if (servicePrincipal === undefined) {
    drift.push({
      kind: 'service-principal-missing',
      severity: 'high',
      sentence: `${name} has no service principal in the tenant, so it cannot log in.`,
      repair: 'setup',
    });
  } else if (!servicePrincipal.enabled) {
    drift.push({
      kind: 'service-principal-disabled',
      severity: 'high',
      sentence: `The service principal ${servicePrincipal.id} is disabled, so it cannot log in.`,
      repair: 'person',
    });
  }
  if (isForPeople(application)) return drift;
  return [...drift, ...credentialDrift(application, entra.federatedCredentials ?? [], now)];
}

function missing({ namesakes }: EntraSide): Drift {
  const others = namesakes.map(({ clientId }) => clientId).join(', ');
  return {
    kind: 'application-missing',
    severity: 'high',
    sentence:
      namesakes.length === 0
        ? 'There is no such application: it was deleted, or has another name.'
        : `There are several applications of this name, and none was made by this product under it: client IDs ${others}.`,
    repair: namesakes.length === 0 ? 'setup' : 'person',
  };
}
