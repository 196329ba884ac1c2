import type { ServiceAnswer, StepFailure } from '../failure/step-failure.ts';
import { type Diagnosis, generalDiagnosis, regionDisabled, stsRefusal } from './sts-failure.ts';

/** What was asked of STS with the credentials of the link before. */
interface ChainedRequest {
  /** The session's ARN, or what it is called in a sentence. */
  readonly from: string;
  readonly role: { readonly text: string; readonly account: string };
  readonly region: string;
  readonly externalId: string | undefined;
  readonly tagged: boolean;
  /** Whether the session policies of the step bind the credentials that asked. */
  readonly fromIsNarrowed: boolean;
  /** When the answer came, by this machine's clock. */
  readonly now: Date;
}

/**
 * An error answer to a chained `AssumeRole`, in terms of both its roles.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html#API_AssumeRole_Errors
 */
export function chainedRoleFailure(error: unknown, asked: ChainedRequest): StepFailure {
  return stsRefusal(error, asked.now, (said, clock) => diagnose(said, asked, clock));
}

function diagnose(said: ServiceAnswer, asked: ChainedRequest, clock: string): Diagnosis {
  const { from, role, region, externalId, tagged, fromIsNarrowed } = asked;
  const fromRole = from.replace(
    /^(arn:[^:]+):sts(::\d+:)assumed-role\/([^/]+)\/.*$/,
    '$1:iam$2role/$3',
  );
  switch (said.code) {
    case 'AccessDenied':
      return {
        code: 'EAC_STS_CHAIN_DENIED',
        message: `${fromRole} may not assume ${role.text}, the next role of "role-chain", or that role does not exist.`,
        hint: [
          `The policy of ${fromRole} must allow sts:AssumeRole${tagged ? ' and sts:TagSession' : ''} on it, and its trust policy must admit ${fromRole}`,
          tagged ? ' to both' : '',
          externalId === undefined
            ? '; if it requires an external ID, give "role-external-id".'
            : '; "role-external-id" must be the one it requires.',
          fromIsNarrowed
            ? ' The session policies of this step also apply to the first session, so they must allow this call as well.'
            : '',
        ].join(''),
      };
    case 'ExpiredToken':
    case 'ExpiredTokenException':
      return {
        code: 'EAC_STS_TOKEN_REFUSED',
        message: `STS says that the credentials of ${from} have expired, although they are new. ${clock}`,
        hint: 'Synchronize the clock of the machine that runs the job with NTP.',
      };
    case 'SignatureDoesNotMatch':
    case 'RequestTimeTooSkewed':
    case 'RequestExpired':
    case 'InvalidClientTokenId':
      return {
        code: 'EAC_STS_REFUSED',
        message: `STS rejects the request that ${from} signed. ${clock}`,
        hint: 'Synchronize the clock of the machine that runs the job with NTP; if it is right, something on the way alters requests ("sts-endpoint", a proxy).',
      };
    case 'ValidationError':
      return {
        code: 'EAC_STS_REFUSED',
        message: `STS rejects the request for ${role.text}.`,
        hint: 'Check "role-chain", "role-external-id" and "custom-tags"; a chained session lasts at most one hour, and no longer than its role allows.',
      };
    case 'RegionDisabledException':
      return regionDisabled(region, role.account);
    default:
      return generalDiagnosis(said);
  }
}
