import { type ReachedService, serviceNetworkFailure } from '../failure/service-network-failure.ts';
import { type ServiceAnswer, StepFailure } from '../failure/step-failure.ts';
import { clockComparison } from '../platform/clock-skew.ts';
import type { NetworkResponse } from '../platform/network.ts';
import { retryAfterMs } from '../retry/retry-after.ts';
import { isTransientStatus } from '../retry/transient.ts';
import { quote } from '../text/log-line.ts';
import { type Diagnosis, diagnoseAadsts, type EntraRequest } from './aadsts.ts';

/** Entra, as failures to reach it are worded. */
const ENTRA: ReachedService = {
  name: 'Entra',
  unreachable: 'EAC_ENTRA_UNREACHABLE',
  tls: 'EAC_ENTRA_TLS',
  timeout: 'EAC_ENTRA_TIMEOUT',
  answer: 'EAC_ENTRA_ANSWER',
  namedBy: '"authority-host"',
  machine: 'the machine that runs the job',
};

/** A request to Entra that got no complete answer. */
export function entraNetworkFailure(error: unknown): unknown {
  return serviceNetworkFailure(error, 'Requesting a token from Entra', ENTRA);
}

/** OAuth error codes of a server that has no time: RFC 6749, sections 4.1.2.1 and 5.2, as Entra uses them. */
const TRANSIENT_ERRORS = new Set(['temporarily_unavailable', 'server_error']);

/** An answer of Entra that holds no token. */
export function entraAnswerFailure(
  answer: NetworkResponse,
  parsed: Readonly<Record<string, unknown>> | undefined,
  asked: EntraRequest,
  now: Date,
): StepFailure {
  const { status, headers } = answer;
  const { host } = asked.authorityHost;
  const retryAfter = { retryAfterMs: retryAfterMs(headers, now) };
  if (parsed === undefined) {
    const { code, message, hint, transient } = diagnosePage(answer, host);
    return new StepFailure(code, message, hint, {
      answer: { service: 'Entra', status },
      transient: transient ? retryAfter : undefined,
    });
  }
  const numbers = Array.isArray(parsed['error_codes']) ? parsed['error_codes'] : [];
  const number = numbers.find((value): value is number => Number.isSafeInteger(value) && value > 0);
  const error = textOf(parsed['error']);
  const said: ServiceAnswer = {
    service: 'Entra',
    status,
    code: number === undefined ? error : `AADSTS${number}`,
    requestId: textOf(parsed['correlation_id']),
    message: firstSentence(textOf(parsed['error_description'])),
  };
  const clock = clockComparison(headers['date'], host, now);
  const { code, message, hint, transient } =
    diagnoseAadsts(number ?? 0, asked, clock) ??
    diagnoseStatus(TRANSIENT_ERRORS.has(error ?? '') ? 503 : status);
  return new StepFailure(code, message, hint, {
    answer: said,
    transient: transient === true || isTransientStatus(status) ? retryAfter : undefined,
  });
}

/** Of an answer that is not JSON. */
function diagnosePage({ status, headers }: NetworkResponse, host: string): Diagnosis {
  if (status >= 300 && status < 400) {
    return {
      code: 'EAC_ENTRA_ANSWER',
      message: `${host} answered HTTP ${status} with a redirect, and a secret is never sent on to another address.`,
      hint: 'Check "authority-host"; a login portal of the network or a proxy on the way answers like this.',
    };
  }
  const type = quote(headers['content-type'] ?? 'no content type');
  if (isTransientStatus(status)) {
    const diagnosis = diagnoseStatus(status);
    const who = `The answer from ${host} is not JSON (${type}), so it may come from a proxy or firewall on the way.`;
    return { ...diagnosis, hint: `${diagnosis.hint} ${who}` };
  }
  return {
    code: 'EAC_ENTRA_ANSWER',
    message: `${host} answered HTTP ${status} with something that is not JSON (${type}).`,
    hint: 'A proxy or firewall answered in place of Entra: open the host from the machine that runs the job.',
  };
}

function diagnoseStatus(status: number): Diagnosis {
  if (status === 429) {
    return {
      code: 'EAC_ENTRA_UNAVAILABLE',
      message:
        'Entra is throttling: too many requests came for this application or tenant at once.',
      hint: 'Run the job again in a few minutes, and start fewer jobs at the same moment.',
      transient: true,
    };
  }
  if (isTransientStatus(status)) {
    return {
      code: 'EAC_ENTRA_UNAVAILABLE',
      message: 'Entra cannot answer at the moment.',
      hint: 'Run the job again in a few minutes; see https://status.cloud.microsoft if it lasts.',
      transient: true,
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
    hint: 'Look up the AADSTS code at https://login.microsoftonline.com/error, and the correlation id in the sign-in log (Service principal sign-ins).',
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The rest is trace id, correlation id and timestamp, which are told apart already. */
function firstSentence(description: string | undefined): string | undefined {
  return description?.split(/[\r\n]| Trace ID:/, 1)[0];
}
