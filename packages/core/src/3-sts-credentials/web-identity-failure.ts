import type { ServiceAnswer, StepFailure } from '../failure/step-failure.ts';
import { quote } from '../text/log-line.ts';
import { type Diagnosis, generalDiagnosis, stsRefusal } from './sts-failure.ts';

/** What was asked of STS, for the sentence that says why it did not work. */
export interface StsRequest {
  readonly role: { readonly text: string; readonly account: string };
  readonly region: string;
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
  readonly durationSeconds: number;
  /** When the answer came, by this machine's clock. */
  readonly now: Date;
}

/**
 * An error answer to `AssumeRoleWithWebIdentity`, in terms of the role, provider and token at hand.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html#API_AssumeRoleWithWebIdentity_Errors
 */
export function stsAnswerFailure(error: unknown, asked: StsRequest): StepFailure {
  return stsRefusal(error, asked.now, (said, clock) => diagnose(said, asked, clock));
}

function diagnose(said: ServiceAnswer, asked: StsRequest, clock: string): Diagnosis {
  const { role, region, issuer, audience, subject } = asked;
  const { code, message = '' } = said;
  switch (code) {
    case 'InvalidIdentityToken':
      return diagnoseIdentityToken(message, asked);
    case 'IDPCommunicationError':
      return keysNotRead(issuer);
    case 'AccessDenied':
      return {
        code: 'EAC_STS_ACCESS_DENIED',
        message: `The role ${role.text} does not exist, or its trust policy does not admit this token.`,
        hint: `The trust policy must allow sts:AssumeRoleWithWebIdentity to the provider ${providerOf(issuer)} of account ${role.account} under the conditions "${providerOf(issuer)}:aud" = "${audience}" and "${providerOf(issuer)}:sub" = "${subject}".`,
      };
    case 'ExpiredTokenException':
      return {
        code: 'EAC_STS_TOKEN_REFUSED',
        message: `STS finds the token expired. ${clock}`,
        hint: 'Run the job again; if it happens again, set the clock of the machine that runs the job by NTP.',
      };
    case 'IDPRejectedClaim':
      return {
        code: 'EAC_STS_TOKEN_REFUSED',
        message: 'STS says that the identity provider rejected the token.',
        hint: "Run the job again; if it happens again, look at the service principal's sign-in log in Entra.",
      };
    case 'ValidationError':
      return {
        code: 'EAC_STS_REFUSED',
        message: `STS does not take the request for ${role.text}.`,
        hint: /DurationSeconds/.test(message)
          ? `"role-duration-seconds" is ${asked.durationSeconds}: lower it, or raise the role's maximum session duration in IAM.`
          : 'Check "role-to-assume", "role-session-name" and "role-duration-seconds".',
      };
    case 'RegionDisabledException':
      return {
        code: 'EAC_STS_REGION_DISABLED',
        message: `STS is not active in ${region} for account ${role.account}.`,
        hint: 'Activate the region under Account settings in IAM, or take another "aws-region".',
      };
    default:
      return generalDiagnosis(said);
  }
}

/** One STS code stands for several mistakes; its sentence tells them apart. */
function diagnoseIdentityToken(message: string, asked: StsRequest): Diagnosis {
  const { role, issuer, audience } = asked;
  if (/Incorrect token audience/i.test(message)) {
    return {
      code: 'EAC_STS_AUDIENCE_REFUSED',
      message: `The IAM OIDC provider ${providerOf(issuer)} does not list the audience ${quote(audience)}.`,
      hint: `Add ${quote(audience)} to the audiences (client IDs) of that provider in account ${role.account}. AWS compares with "azp" when the token has one, else with "aud".`,
    };
  }
  if (/No OpenIDConnect provider found/i.test(message)) {
    return {
      code: 'EAC_STS_PROVIDER_MISSING',
      message: `Account ${role.account} has no IAM OIDC provider for this token's issuer.`,
      hint: `Create one with the URL ${issuer} ${otherVersionHint(issuer)} Or check that "role-to-assume" is in the account you mean: provider and role must be in the same one.`,
    };
  }
  if (/verification key/i.test(message)) return keysNotRead(issuer);
  if (/required claim/i.test(message)) {
    return {
      code: 'EAC_STS_TOKEN_REFUSED',
      message: 'STS misses a claim in the token.',
      hint: 'Check that "audience" names an application of your own; its access tokens have all the claims that AWS needs.',
    };
  }
  return {
    code: 'EAC_STS_TOKEN_REFUSED',
    message: `STS does not take the token that ${issuer} issued.`,
    hint: 'Check that the IAM OIDC provider was created with exactly this URL and that the token is an Entra access token.',
  };
}

function keysNotRead(issuer: string): Diagnosis {
  return {
    code: 'EAC_STS_UNAVAILABLE',
    message: `STS could not read the keys of the token's issuer, ${issuer}.`,
    hint: 'Run the job again. If it lasts, the application may sign with a key of its own (claims mapping), which AWS cannot find.',
  };
}

/** Whoever made a provider for the other version of token has one that looks right. */
function otherVersionHint(issuer: string): string {
  return issuer.endsWith('/')
    ? '(the slash at its end counts). This is a v1.0 token: a provider for …/v2.0 never matches it, unless "requestedAccessTokenVersion" is set to 2 in the manifest of the application that "audience" names.'
    : '(without a slash at its end). This is a v2.0 token: a provider for sts.windows.net never matches it, unless "requestedAccessTokenVersion" is set to 1 in the manifest of the application that "audience" names.';
}

/** The issuer as it stands in provider ARNs and condition keys. */
function providerOf(issuer: string): string {
  return issuer.replace(/^https:\/\//, '');
}
