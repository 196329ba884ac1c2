import { type FailureCode, type ServiceAnswer, StepFailure } from '../failure.ts';
import { quote } from '../log-line.ts';
import {
  NetworkFailure,
  type NetworkFailureKind,
  type NetworkResponse,
} from '../platform/network.ts';

const NETWORK_CODES: Readonly<Record<NetworkFailureKind, FailureCode>> = {
  name: 'EAC_ENTRA_UNREACHABLE',
  connection: 'EAC_ENTRA_UNREACHABLE',
  tls: 'EAC_ENTRA_TLS',
  timeout: 'EAC_ENTRA_TIMEOUT',
  'answer-too-large': 'EAC_ENTRA_ANSWER',
};

const NETWORK_HINTS: Readonly<Record<NetworkFailureKind, string>> = {
  name: 'Check "authority-host" and the DNS of the machine that runs the job.',
  connection: 'Check that the machine that runs the job may reach this host on its port.',
  tls: 'If a proxy intercepts TLS, name its CA in NODE_EXTRA_CA_CERTS; else the host is not what it says.',
  timeout: 'Check the firewall of the machine that runs the job; a dropped packet looks like this.',
  'answer-too-large': 'This is not Entra: check "authority-host" and any proxy on the way.',
};

/** A request to Entra that got no complete answer. */
export function entraNetworkFailure(error: unknown): unknown {
  if (!(error instanceof NetworkFailure)) return error;
  return new StepFailure(
    NETWORK_CODES[error.kind],
    `Entra could not be asked for a token: ${error.message}.`,
    NETWORK_HINTS[error.kind],
    { cause: error },
  );
}

interface Diagnosis {
  readonly code: FailureCode;
  readonly message: string;
  readonly hint: string;
}

/**
 * What the codes mean for somebody who runs a pipeline. For hints only: nothing else may depend on them.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const AADSTS: Readonly<Record<number, Diagnosis>> = {
  90002: {
    code: 'EAC_ENTRA_TENANT_UNKNOWN',
    message: 'Entra knows no such tenant.',
    hint: 'Check "tenant-id", and "authority-host" if the tenant is in a national cloud.',
  },
  900023: {
    code: 'EAC_ENTRA_TENANT_UNKNOWN',
    message: 'Entra takes the tenant for neither an ID nor a domain.',
    hint: 'Check "tenant-id": the Directory (tenant) ID or a verified domain.',
  },
  700016: {
    code: 'EAC_ENTRA_APP_UNKNOWN',
    message: 'The application is not in this tenant.',
    hint: 'Check "client-id" and "tenant-id" against the app registration; a new one takes a few minutes to be known everywhere.',
  },
  7000112: {
    code: 'EAC_ENTRA_APP_UNKNOWN',
    message: 'The application is disabled.',
    hint: 'Enable sign-in under Enterprise applications, Properties.',
  },
  500011: {
    code: 'EAC_ENTRA_AUDIENCE_UNKNOWN',
    message: 'The tenant has no application of this audience.',
    hint: 'Check "audience" against the Application ID URI under "Expose an API"; the application needs an enterprise application in this tenant.',
  },
  90009: {
    code: 'EAC_ENTRA_AUDIENCE_UNKNOWN',
    message: 'An application that asks for a token for itself must name itself by its client ID.',
    hint: 'Leave "audience" out, or give the client ID instead of the App ID URI.',
  },
  70011: {
    code: 'EAC_ENTRA_AUDIENCE_UNKNOWN',
    message: 'Entra does not take the scope that follows from the audience.',
    hint: 'Check "audience": an App ID URI or client ID, without "/.default".',
  },
  700027: {
    code: 'EAC_ENTRA_CERTIFICATE_REFUSED',
    message: 'Entra does not accept the certificate for this application.',
    hint: 'Upload the certificate to the app registration that "client-id" names (Certificates & secrets, Certificates) and compare the thumbprint; a new upload takes a few minutes.',
  },
  7000214: {
    code: 'EAC_ENTRA_CERTIFICATE_REFUSED',
    message: 'The certificate is revoked.',
    hint: 'Make a new certificate and upload it to the app registration.',
  },
  1000502: {
    code: 'EAC_ENTRA_CERTIFICATE_REFUSED',
    message: 'The certificate is outside its validity period.',
    hint: 'Make a new certificate and upload it to the app registration.',
  },
  700024: {
    code: 'EAC_ENTRA_CLOCK',
    message: 'Entra finds the client assertion outside its time of validity.',
    hint: "The machine's clock is wrong: set it by NTP.",
  },
};

/** An answer of Entra that holds no token. */
export function entraAnswerFailure(
  answer: NetworkResponse,
  parsed: Readonly<Record<string, unknown>> | undefined,
  host: string,
): StepFailure {
  if (parsed === undefined) {
    return new StepFailure(
      answer.status >= 500 ? 'EAC_ENTRA_UNAVAILABLE' : 'EAC_ENTRA_ANSWER',
      `${host} answered HTTP ${answer.status} with something that is not JSON (${quote(answer.headers['content-type'] ?? 'no content type')}).`,
      'A proxy or firewall answered in place of Entra, or Entra is down: open the host from the machine that runs the job.',
      { answer: { service: 'Entra', status: answer.status } },
    );
  }
  const numbers = Array.isArray(parsed['error_codes']) ? parsed['error_codes'] : [];
  const number = numbers.find((value): value is number => Number.isSafeInteger(value));
  const said: ServiceAnswer = {
    service: 'Entra',
    status: answer.status,
    code: number === undefined ? textOf(parsed['error']) : `AADSTS${number}`,
    requestId: textOf(parsed['correlation_id']),
    message: firstSentence(textOf(parsed['error_description'])),
  };
  const { code, message, hint } = AADSTS[number ?? 0] ?? generalDiagnosis(answer.status);
  return new StepFailure(code, message, hint, { answer: said });
}

function generalDiagnosis(status: number): Diagnosis {
  if (status === 429 || status >= 500) {
    return {
      code: 'EAC_ENTRA_UNAVAILABLE',
      message: 'Entra cannot answer at the moment.',
      hint: 'Run the job again in a few minutes; see https://status.cloud.microsoft if it lasts.',
    };
  }
  if (status === 200) {
    return {
      code: 'EAC_ENTRA_ANSWER',
      message: 'Entra answered without a token.',
      hint: 'Check "authority-host" and any proxy on the way.',
    };
  }
  return {
    code: 'EAC_ENTRA_REFUSED',
    message: 'Entra refused to issue a token.',
    hint: 'Look the AADSTS code up at https://login.microsoftonline.com/error, and the correlation id in the sign-in log (Service principal sign-ins).',
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The rest is trace id, correlation id and timestamp, which are told apart already. */
function firstSentence(description: string | undefined): string | undefined {
  return description?.split(/[\r\n]| Trace ID:/, 1)[0];
}
