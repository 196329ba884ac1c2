import { type FailureCode, type ServiceAnswer, StepFailure } from '../failure.ts';
import { quote } from '../log-line.ts';
import {
  NetworkFailure,
  type NetworkFailureKind,
  type NetworkResponse,
} from '../platform/network.ts';

/** What was asked of STS, for the sentence that says why it did not work. */
export interface StsRequest {
  readonly role: { readonly text: string; readonly account: string };
  readonly region: string;
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
  readonly durationSeconds: number;
}

const NETWORK_CODES: Readonly<Record<NetworkFailureKind, FailureCode>> = {
  name: 'EAC_STS_UNREACHABLE',
  connection: 'EAC_STS_UNREACHABLE',
  tls: 'EAC_STS_TLS',
  timeout: 'EAC_STS_TIMEOUT',
  'answer-too-large': 'EAC_STS_ANSWER',
};

const NETWORK_HINTS: Readonly<Record<NetworkFailureKind, string>> = {
  name: 'Check "aws-region", "sts-endpoint" and the DNS of the machine that runs the job.',
  connection: 'Check that the machine that runs the job may reach this host on its port.',
  tls: 'If a proxy intercepts TLS, name its CA in NODE_EXTRA_CA_CERTS; else the host is not what it says.',
  timeout: 'Check the firewall of the machine that runs the job; a dropped packet looks like this.',
  'answer-too-large': 'This is not STS: check "sts-endpoint" and any proxy on the way.',
};

/** A request to STS that got no complete answer. */
export function stsNetworkFailure(error: unknown): unknown {
  if (!(error instanceof NetworkFailure)) return error;
  return new StepFailure(
    NETWORK_CODES[error.kind],
    `STS could not be asked for credentials: ${error.message}.`,
    NETWORK_HINTS[error.kind],
    { cause: error },
  );
}

/** An answer that STS never gives. */
export function stsHtmlFailure(answer: NetworkResponse, host: string): StepFailure {
  return new StepFailure(
    answer.status >= 500 ? 'EAC_STS_UNAVAILABLE' : 'EAC_STS_ANSWER',
    `${host} answered HTTP ${answer.status} with something that is not XML (${quote(answer.headers['content-type'] ?? 'no content type')}).`,
    'A proxy or firewall answered in place of STS, or "sts-endpoint" is not one: open the host from the machine that runs the job.',
    { answer: { service: 'STS', status: answer.status } },
  );
}

interface Diagnosis {
  readonly code: FailureCode;
  readonly message: string;
  readonly hint: string;
}

/**
 * An error answer of STS, in terms of the role, provider and token at hand.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html#API_AssumeRoleWithWebIdentity_Errors
 */
export function stsAnswerFailure(error: unknown, request: StsRequest): StepFailure {
  if (error instanceof StepFailure) return error;
  const said = answerOf(error);
  const { code, message, hint } = diagnose(said, request);
  return new StepFailure(code, message, hint, { answer: said });
}

function diagnose({ status = 0, code, message = '' }: ServiceAnswer, asked: StsRequest): Diagnosis {
  const { role, region, issuer, audience, subject } = asked;
  switch (code) {
    case 'InvalidIdentityToken':
      return diagnoseIdentityToken(message, asked);
    case 'AccessDenied':
      return {
        code: 'EAC_STS_ACCESS_DENIED',
        message: `The role ${role.text} does not exist, or its trust policy does not admit this token.`,
        hint: `The trust policy must allow sts:AssumeRoleWithWebIdentity to the provider ${providerOf(issuer)} of account ${role.account} under the conditions "${providerOf(issuer)}:aud" = "${audience}" and "${providerOf(issuer)}:sub" = "${subject}".`,
      };
    case 'ExpiredTokenException':
      return {
        code: 'EAC_STS_TOKEN_REFUSED',
        message: 'STS finds the token expired.',
        hint: 'Run the job again; if it happens again, set the clock of the machine by NTP.',
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
      return generalDiagnosis(status);
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
      hint: `Create one with the URL ${issuer}${issuer.endsWith('/') ? ' (the slash at its end counts)' : ' (without a slash at its end)'}, or check that "role-to-assume" is in the account you mean.`,
    };
  }
  if (/verification key/i.test(message)) {
    return {
      code: 'EAC_STS_UNAVAILABLE',
      message: "STS could not read the keys of the token's issuer.",
      hint: 'Run the job again. If it lasts, the application may sign with a key of its own (claims mapping), which AWS cannot find.',
    };
  }
  return {
    code: 'EAC_STS_TOKEN_REFUSED',
    message: `STS does not take the token that ${issuer} issued.`,
    hint: 'Check that the IAM OIDC provider was created with exactly this URL and that the token is an Entra access token.',
  };
}

function generalDiagnosis(status: number): Diagnosis {
  if (status === 429 || status >= 500) {
    return {
      code: 'EAC_STS_UNAVAILABLE',
      message: 'STS cannot answer at the moment.',
      hint: 'Run the job again in a few minutes; see https://health.aws.amazon.com if it lasts.',
    };
  }
  return {
    code: 'EAC_STS_REFUSED',
    message: 'STS refused the request.',
    hint: 'Look its code up in the STS API reference (AssumeRoleWithWebIdentity, Errors, and Common errors).',
  };
}

/** The issuer as it stands in provider ARNs and condition keys. */
function providerOf(issuer: string): string {
  return issuer.replace(/^https:\/\//, '');
}

function answerOf(error: unknown): ServiceAnswer {
  const { name, message, Code, $metadata } = error as {
    name?: unknown;
    message?: unknown;
    Code?: unknown;
    $metadata?: { httpStatusCode?: unknown; requestId?: unknown };
  };
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  const status = $metadata?.httpStatusCode;
  return {
    service: 'STS',
    status: typeof status === 'number' ? status : undefined,
    // The SDK calls what the wire calls InvalidIdentityToken an InvalidIdentityTokenException.
    code: text(Code) ?? wireCode(text(name)),
    requestId: text($metadata?.requestId),
    message: text(message),
  };
}

function wireCode(name: string | undefined): string | undefined {
  return name === 'ExpiredTokenException' || name === 'RegionDisabledException'
    ? name
    : name?.replace(/Exception$/, '');
}
