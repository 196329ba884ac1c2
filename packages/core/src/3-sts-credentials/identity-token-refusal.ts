import type { TokenHolder } from '../2-entra-token/web-identity.ts';
import { quote } from '../text/log-line.ts';
import type { Diagnosis } from './sts-failure.ts';

/** What was asked of STS, for the sentence that says why it did not work. */
export interface StsRequest {
  readonly role: { readonly text: string; readonly account: string };
  readonly region: string;
  readonly issuer: string;
  readonly audience: string;
  /** Undefined for a token that has but one audience. */
  readonly resource?: string | undefined;
  readonly subject: string;
  /** Of a person, who is assigned to the application decides, and not `:sub`. */
  readonly holder?: TokenHolder | undefined;
  /** What the token's claim `https://aws.amazon.com/roles` names. */
  readonly roles?: readonly string[] | undefined;
  readonly durationSeconds: number;
  /** When the answer came, by this machine's clock. */
  readonly now: Date;
}

/**
 * What the sentences of STS under `InvalidIdentityToken` stand for, as they were recorded
 * (test/recordings/web-identity.ts). One code stands for many mistakes, and the sentence for at least
 * one: no more is said here than it singles out.
 */
export function diagnoseIdentityToken(
  message: string,
  asked: StsRequest,
  clock: string,
): Diagnosis {
  const { role, issuer, audience } = asked;
  if (/Incorrect token audience/i.test(message)) {
    return {
      code: 'EAC_STS_AUDIENCE_REFUSED',
      message: `The IAM OIDC provider ${providerOf(issuer)} does not list the audience ${quote(audience)}.`,
      hint: `Add ${quote(audience)} to the audiences (client IDs) of that provider in account ${role.account}. AWS compares "azp" if the token has one, otherwise "aud".`,
    };
  }
  if (/could not be validated/i.test(message)) return notValidated(asked);
  if (/No OpenIDConnect provider found/i.test(message)) {
    return {
      code: 'EAC_STS_PROVIDER_MISSING',
      message: `Account ${role.account} has no IAM OIDC provider for this token's issuer.`,
      hint: `Create one with the URL ${issuer} ${otherVersionHint(issuer)} Or check that "role-to-assume" is in the account you mean: provider and role must be in the same one.`,
    };
  }
  if (/verification key/i.test(message)) return keysNotRead(issuer);
  if (/target role ARN is not present/i.test(message)) return roleNotInToken(asked);
  if (/roles claim|principal_tags/i.test(message)) return claimForAws();
  if (/issued in the future|not yet valid|timestamp/i.test(message)) return timesRefused(clock);
  if (/required claim|more than one audience|not allowed to be empty/i.test(message)) {
    return {
      code: 'EAC_STS_TOKEN_REFUSED',
      message: 'STS finds a claim missing from the token, or rejects its value.',
      hint: 'Check that "audience" names an application of your own; its access tokens have all the claims that AWS needs.',
    };
  }
  return {
    code: 'EAC_STS_TOKEN_REFUSED',
    message: `STS rejects the token that ${issuer} issued.`,
    hint: 'Check that the IAM OIDC provider was created with exactly this URL and that the token is an Entra access token.',
  };
}

function notValidated({ role, issuer, audience }: StsRequest): Diagnosis {
  return {
    code: 'EAC_STS_TOKEN_NOT_VALIDATED',
    message: `STS could not validate the token: the IAM OIDC provider ${providerOf(issuer)} does not list the audience ${quote(audience)}, or the token's signature does not verify. STS does not say which.`,
    hint: `First check that ${quote(audience)} is among the audiences (client IDs) of that provider in account ${role.account}: AWS compares "azp" if the token has one, whatever "aud" is. If it is listed, the signature is the cause: run the job again, and make sure that the application does not sign with a key of its own (claims mapping).`,
  };
}

export function keysNotRead(issuer: string): Diagnosis {
  return {
    code: 'EAC_STS_UNAVAILABLE',
    message: `STS could not read the keys of the token's issuer, ${issuer}, or the token's key is not among them.`,
    hint: 'Run the job again. If it keeps failing, the application may sign with a key of its own (claims mapping), which AWS cannot find.',
  };
}

function roleNotInToken({ role, roles = [] }: StsRequest): Diagnosis {
  const named = roles.length === 0 ? '' : `, which names ${roles.slice(0, 5).join(', ')}`;
  return {
    code: 'EAC_STS_ROLE_NOT_IN_TOKEN',
    message: `The token can only be exchanged for other roles: ${role.text} is not in its claim https://aws.amazon.com/roles${named}.`,
    hint: 'No trust policy can change that. Choose one of those roles, or have Entra add this one to the claim, by its full ARN with its path: where a claims provider fills it, by assigning the app role or group that stands for the role. Then log in again: a token keeps the roles that it was issued with.',
  };
}

function claimForAws(): Diagnosis {
  return {
    code: 'EAC_TOKEN_AWS_CLAIM',
    message: 'STS rejects a claim under https://aws.amazon.com/ that the token has.',
    hint: 'The message from STS names the claim; make the claims mapping policy or custom claims provider of the application that "audience" names emit it in the form that AWS documents.',
  };
}

function timesRefused(clock: string): Diagnosis {
  return {
    code: 'EAC_STS_TOKEN_REFUSED',
    message: `STS rejects the token as issued, or valid, only more than five minutes from now. ${clock}`,
    hint: 'Run the job again. A "current date/time" in the message from STS is five minutes ahead of its clock, because STS adds the leeway that it allows.',
  };
}

/** Whoever made a provider for the other version of token has one that looks right. */
function otherVersionHint(issuer: string): string {
  return issuer.endsWith('/')
    ? '(the slash at its end counts). This is a v1.0 token: a provider for …/v2.0 never matches it, unless "requestedAccessTokenVersion" is set to 2 in the manifest of the application that "audience" names.'
    : '(without a slash at its end). This is a v2.0 token: a provider for sts.windows.net never matches it, unless "requestedAccessTokenVersion" is set to 1 in the manifest of the application that "audience" names.';
}

/** The issuer as it stands in provider ARNs and condition keys. */
export function providerOf(issuer: string): string {
  return issuer.replace(/^https:\/\//, '');
}
