import type { RoleArn } from '@entra-aws-creds/core/programs';
import type { Observed } from '../observe/observed.ts';
import { isForPeople } from '../ownership.ts';
import { ownStatements } from '../trust-statement.ts';
import type { Drift } from '../verify/drift.ts';
import { appRoleNameOf } from './app-role-name.ts';
import type { PeopleSide } from './people-application.ts';
import { CLAIMS_TIMEOUT_MS, LOOPBACK } from './people-wish.ts';

/** What is not right for the people of a role; nothing for the roles of pipelines. */
export function peopleDrift(role: RoleArn, { entra, aws }: Observed): readonly Drift[] {
  const { application, people } = entra ?? {};
  if (application === undefined || !isForPeople(application) || people === undefined) return [];
  const [own] = aws?.role ? ownStatements(aws.role.trustPolicy, application.clientId) : [];
  const demandsClaim = own?.conditions.some(isDemand);
  return [
    ...signInDrift(people),
    ...appRoleDrift(role, people),
    ...(own === undefined ? [] : claimsDrift(role, demandsClaim ?? false, people)),
  ];
}

function isDemand({ key, values }: { readonly key: string; readonly values: readonly string[] }) {
  return key.toLowerCase() === 'sts:roleauthorizedbyidp' && values.join() === 'true';
}

function signInDrift({ signIn, requiresAssignment }: PeopleSide): readonly Drift[] {
  const isOpen = signIn?.isPublicClient && signIn.redirectUris.includes(LOOPBACK);
  return [
    ...drift(!requiresAssignment, {
      kind: 'assignment-not-required',
      severity: 'high',
      sentence:
        'The application requires no assignment: everybody in the tenant may sign in to it.',
      repair: 'setup',
    }),
    ...drift(!isOpen, {
      kind: 'sign-in-closed',
      severity: 'high',
      sentence: `The application is no public client with the redirect URI ${LOOPBACK}: nobody can log in from their own machine.`,
      repair: 'setup',
    }),
  ];
}

/** Another app role may lead to it by the rules of a claims provider. */
function appRoleDrift(role: RoleArn, { signIn, listeners }: PeopleSide): readonly Drift[] {
  const name = appRoleNameOf(role);
  const enabled = signIn?.appRoles.filter(({ isEnabled }) => isEnabled) ?? [];
  const isThere = enabled.some(({ value }) => value === name);
  const mayBeNamedOtherwise = listeners.length > 0 && enabled.length > 0;
  return drift(!isThere && !mayBeNamedOtherwise, {
    kind: 'app-role-missing',
    severity: 'medium',
    sentence: `The application has no app role ${name} that somebody could be assigned to.`,
    repair: 'setup',
  });
}

function claimsDrift(
  { text }: RoleArn,
  demandsClaim: boolean,
  { mappings, extensions, listeners, signIn }: PeopleSide,
): readonly Drift[] {
  const isProvided = listeners.length > 0;
  if (!isProvided) {
    return drift(demandsClaim, {
      kind: 'claims-provider-missing',
      severity: 'high',
      sentence: `${text} demands a roles claim, and Entra asks no claims provider for one: nobody can come in.`,
      repair: 'setup',
    });
  }
  const isMapped = mappings.some(({ isAssigned }) => isAssigned) && signIn?.acceptsMappedClaims;
  const inUse = extensions.find(({ id }) => id === listeners[0]?.extensionId);
  const timeoutMs = inUse?.timeoutMs ?? CLAIMS_TIMEOUT_MS;
  return [
    ...drift(!demandsClaim, {
      kind: 'roles-claim-optional',
      severity: 'high',
      sentence: `${text} does not demand the roles claim: a token without it has this role too.`,
      repair: 'setup',
    }),
    ...drift(!isMapped, {
      kind: 'claims-mapping-missing',
      severity: 'high',
      sentence:
        'The application has no claims mapping policy, or does not accept it: its tokens lack the claims of the claims provider.',
      repair: 'setup',
    }),
    ...drift(timeoutMs < CLAIMS_TIMEOUT_MS, {
      kind: 'claims-provider-slow',
      severity: 'medium',
      sentence: `Entra waits ${timeoutMs} ms for the claims provider: a slow answer of Graph denies somebody the sign-in.`,
      repair: 'setup',
    }),
  ];
}

function drift(isThere: boolean, one: Drift): readonly Drift[] {
  return isThere ? [one] : [];
}
