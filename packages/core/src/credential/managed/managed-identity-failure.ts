import type { Audience } from '../../1-inputs/entra/audience.ts';
import type { ClientId } from '../../1-inputs/entra/tenant-id.ts';
import { type ServiceAnswer, StepFailure } from '../../failure/step-failure.ts';
import { NetworkFailure } from '../../platform/network.ts';
import { retryAfterMs } from '../../retry/retry-after.ts';
import { isTransientStatus } from '../../retry/transient.ts';
import { quote } from '../../text/log-line.ts';
import type { ManagedIdentityEndpoint } from './managed-identity-endpoint.ts';
import { type MetadataAnswer, sentenceIn } from './metadata-answer.ts';

/** What was asked of the machine, for the sentence that says why it did not work. */
export interface ManagedIdentityRequest {
  readonly endpoint: ManagedIdentityEndpoint;
  /** Undefined: the identity that the machine has by itself. */
  readonly clientId: ClientId | undefined;
  readonly audience: Audience;
}

const ELSEWHERE =
  'Only a machine in Azure, or one that is connected by Azure Arc, has a managed identity; machines hosted by GitHub and Azure DevOps have none of yours. In a container, its network must reach the address.';

/** Connections that broke amid everything; one that nobody takes or answers will not be taken the next time either. */
const BROKEN = ['ECONNRESET', 'EPIPE', 'ECONNABORTED'];

/** The machine gave no complete answer. */
export function metadataNetworkFailure(
  error: unknown,
  { endpoint }: Pick<ManagedIdentityRequest, 'endpoint'>,
): unknown {
  if (!(error instanceof NetworkFailure)) return error;
  return new StepFailure(
    'EAC_MANAGED_IDENTITY_UNREACHABLE',
    `Requesting the token of the machine's identity failed (${endpoint.service}): ${error.message}.`,
    ELSEWHERE,
    { cause: error, transient: BROKEN.includes(error.systemCode ?? '') ? {} : undefined },
  );
}

/** The metadata service is brought up to date while it answers so, for 70 seconds at the most. */
const GONE_MS = 10_000;

/**
 * The machine answered without a token.
 *
 * @see https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#error-handling
 */
export function metadataAnswerFailure(
  answer: MetadataAnswer,
  asked: ManagedIdentityRequest,
  now: Date,
): StepFailure {
  const { status, headers, fields } = answer;
  const sentence = sentenceIn(answer);
  const said: ServiceAnswer = {
    service: 'Azure',
    status,
    code: /\bAADSTS\d+/.exec(sentence ?? '')?.[0],
    requestId: headers['x-ms-request-id'],
    message:
      fields === undefined
        ? `not a JSON object, ${quote(headers['content-type'] ?? 'no content type')}`
        : sentence?.split(/[\r\n]| Trace ID:/, 1)[0],
  };
  if (isTransientHere(status)) {
    return new StepFailure(
      'EAC_MANAGED_IDENTITY_UNAVAILABLE',
      `${capital(asked.endpoint.service)} (${asked.endpoint.url.host}) has no token at the moment.`,
      status === 404
        ? `It answers like this while it is being updated. If that persists, this is not Azure: other clouds have a service of their own at this address. ${ELSEWHERE}`
        : 'Run the job again in a few minutes. HTTP 429: too many jobs on this machine asked at the same time.',
      {
        answer: said,
        transient: {
          retryAfterMs: retryAfterMs(headers, now) ?? (status === 410 ? GONE_MS : undefined),
        },
      },
    );
  }
  const { message, hint } = refusal(said.code, sentence ?? '', asked);
  return new StepFailure('EAC_MANAGED_IDENTITY_REFUSED', message, hint, { answer: said });
}

function isTransientHere(status: number): boolean {
  return status === 404 || status === 410 || isTransientStatus(status);
}

interface Refusal {
  readonly message: string;
  readonly hint: string;
}

function refusal(
  code: string | undefined,
  sentence: string,
  { endpoint, clientId, audience }: ManagedIdentityRequest,
): Refusal {
  if (code === 'AADSTS500011') {
    return {
      message: `The tenant of the managed identity has no application for the audience ${audience}.`,
      hint: 'Check "audience" against the Application ID URI under "Expose an API" (api:// counts) of an application in the same tenant as the machine. A new one takes a few minutes to be known everywhere.',
    };
  }
  if (code !== undefined) {
    return {
      message: 'Entra refused to issue a token for the managed identity.',
      hint: 'Look up the AADSTS code at https://login.microsoftonline.com/error. If the application of "audience" requires assignment (Enterprise applications, Properties), assign it to the managed identity.',
    };
  }
  if (/multiple user assigned/i.test(sentence)) {
    return {
      message: 'The machine has several managed identities, and none was chosen.',
      hint: 'Give the client ID of one of them as "client-id": it is on its overview page.',
    };
  }
  if (/identity (?:was )?not found|no .*managed identity/i.test(sentence)) {
    return {
      message:
        clientId === undefined
          ? 'The machine has no managed identity of its own (system-assigned).'
          : `The machine has no user-assigned managed identity with the client ID ${clientId}.`,
      hint: `Assign one in the portal (Identity, on the page of the machine or app)${clientId === undefined ? ', or give the client ID of a user-assigned one as "client-id"' : '; "client-id" is its client ID, not its object ID'}. Machines hosted by GitHub and Azure DevOps have none of yours.`,
    };
  }
  return {
    message: `${capital(endpoint.service)} (${endpoint.url.host}) issued no token for the managed identity.`,
    hint:
      endpoint.setBy === undefined
        ? ELSEWHERE
        : `Check what ${endpoint.setBy} leads to: an earlier step may have changed it.`,
  };
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
