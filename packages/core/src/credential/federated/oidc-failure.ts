import type { FailureCode } from '../../failure/failure-code.ts';
import { PROXY_CODES, PROXY_HINTS } from '../../failure/proxy-failure.ts';
import { StepFailure } from '../../failure/step-failure.ts';
import { tlsHint } from '../../failure/tls-failure.ts';
import { NetworkFailure, type NetworkResponse } from '../../platform/network.ts';
import { transientAnswer } from '../../retry/transient.ts';
import { quote } from '../../text/log-line.ts';
import type { OidcEndpoint } from './oidc-endpoint.ts';

/** The CI system gave no complete answer. */
export function oidcNetworkFailure(error: unknown): unknown {
  if (!(error instanceof NetworkFailure)) return error;
  const { kind, message, transient } = error;
  const failure = (code: FailureCode, hint: string) =>
    new StepFailure(
      code,
      `Requesting the job's OIDC token from the CI system failed: ${message}.`,
      hint,
      { cause: error, transient },
    );
  if (kind === 'proxy' || kind === 'proxy-credentials' || kind === 'proxy-refusal') {
    return failure(PROXY_CODES[kind], PROXY_HINTS[kind]);
  }
  const hint = kind === 'tls' ? tlsHint(error.systemCode) : REACH_HINT;
  return failure('EAC_OIDC_UNREACHABLE', hint);
}

const REACH_HINT =
  'Check that the machine that runs the job can reach this host on its port, directly or through "http-proxy".';

interface OidcRequested {
  readonly endpoint: OidcEndpoint;
  readonly refusedHint: string;
  readonly now: Date;
}

/** The CI system answered with `fields` and without a token. */
export function oidcAnswerFailure(
  answer: NetworkResponse,
  fields: Readonly<Record<string, unknown>>,
  { endpoint, refusedHint, now }: OidcRequested,
): StepFailure {
  const { status, headers } = answer;
  const transient = transientAnswer(answer, now);
  const { host } = endpoint.url;
  return new StepFailure(
    transient ? 'EAC_OIDC_UNREACHABLE' : 'EAC_OIDC_REFUSED',
    transient
      ? `The CI system (${host}) cannot issue the job's OIDC token at the moment.`
      : `The CI system (${host}) issued no OIDC token for the job.`,
    transient ? 'Run the job again in a few minutes.' : refusedHint,
    {
      transient,
      answer: {
        service: 'CI system',
        status,
        requestId: headers[endpoint.requestIdHeader],
        message: messageOf(fields, endpoint.tokenField, headers),
      },
    },
  );
}

/** Azure DevOps has its refusals in `message`, or in a `value` that else is not there. */
function messageOf(
  fields: Readonly<Record<string, unknown>>,
  tokenField: string,
  headers: NetworkResponse['headers'],
): string | undefined {
  const texts = ['message', 'value'].filter((name) => name !== tokenField);
  const text = texts.map((name) => fields[name]).find((value) => typeof value === 'string');
  if (text !== undefined) return text;
  const type = headers['content-type'] ?? 'no content type';
  return Object.keys(fields).length > 0 ? undefined : `not a JSON object, ${quote(type)}`;
}
