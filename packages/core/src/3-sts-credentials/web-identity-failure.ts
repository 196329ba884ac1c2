import type { ServiceAnswer, StepFailure } from '../failure/step-failure.ts';
import {
  diagnoseIdentityToken,
  keysNotRead,
  providerOf,
  type StsRequest,
} from './identity-token-refusal.ts';
import { type Diagnosis, generalDiagnosis, regionDisabled, stsRefusal } from './sts-failure.ts';

/**
 * An error answer to `AssumeRoleWithWebIdentity`, in terms of the role, provider and token at hand.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html#API_AssumeRoleWithWebIdentity_Errors
 */
export function webIdentityFailure(error: unknown, asked: StsRequest): StepFailure {
  return stsRefusal(error, asked.now, (said, clock) => diagnose(said, asked, clock));
}

function diagnose(said: ServiceAnswer, asked: StsRequest, clock: string): Diagnosis {
  const { role, region, issuer } = asked;
  const { code, message = '' } = said;
  switch (code) {
    case 'InvalidIdentityToken':
      return diagnoseIdentityToken(message, asked, clock);
    case 'IDPCommunicationError':
      return keysNotRead(issuer);
    case 'AccessDenied':
      return accessDenied(asked);
    case 'ExpiredTokenException':
      return {
        code: 'EAC_STS_TOKEN_REFUSED',
        message: `STS rejects the token as expired by more than the five minutes that it allows. ${clock}`,
        hint: 'Run the job again; if it happens again, synchronize the clock of the machine that runs the job with NTP. The "current date/time" in the message from STS is five minutes behind its clock.',
      };
    case 'IDPRejectedClaim':
      return {
        code: 'EAC_STS_TOKEN_REFUSED',
        message: 'STS says that the identity provider rejected the token.',
        hint: "Run the job again; if it happens again, look at the service principal's sign-in log in Entra.",
      };
    case 'ValidationError':
      if (DURATION_TOO_LONG.test(message)) {
        return {
          code: 'EAC_STS_REFUSED',
          message: `"role-duration-seconds" is ${asked.durationSeconds}, which is longer than a session of ${role.text} may last.`,
          hint: "Lower it, or raise the role's maximum session duration in IAM (12 hours at most).",
        };
      }
      return {
        code: 'EAC_STS_REFUSED',
        message: `STS rejects the request for ${role.text}.`,
        hint: 'Check "role-to-assume", "role-session-name" and "role-duration-seconds".',
      };
    case 'RegionDisabledException':
      return regionDisabled(region, role.account);
    default:
      return generalDiagnosis(said);
  }
}

/** What STS says of a session that is longer than `MaxSessionDuration` of the role. */
const DURATION_TOO_LONG = /DurationSeconds exceeds/i;

function accessDenied(asked: StsRequest): Diagnosis {
  const { role, issuer, audience, resource, subject, holder, roles } = asked;
  const provider = providerOf(issuer);
  const condition = (claim: string, value: string) => `"${provider}:${claim}" = "${value}"`;
  const ofApplication = [
    ...(resource === undefined ? [] : [condition('oaud', resource)]),
    condition('sub', subject),
  ];
  const isPerson = holder === 'person';
  const conditions = [condition('aud', audience), ...(isPerson ? [] : ofApplication)];
  const noClaim =
    isPerson && roles === undefined
      ? ' The token has no claim https://aws.amazon.com/roles, and a policy that demands sts:RoleAuthorizedByIdp refuses it for that: then restore the claims provider of the application, or its claims mapping policy, and leave the condition where it is.'
      : '';
  return {
    code: 'EAC_STS_ACCESS_DENIED',
    message: `The role ${role.text} does not exist, or its trust policy does not admit this token.`,
    hint: `The trust policy must allow sts:AssumeRoleWithWebIdentity for the provider ${provider} of account ${role.account} under the conditions ${conditions.join(' and ')}. STS takes some ten seconds to learn of a new role, policy or provider: if yours is that new, run the job again.${noClaim}`,
  };
}
