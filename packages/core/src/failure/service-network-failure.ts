import { NetworkFailure, type NetworkFailureKind } from '../platform/network.ts';
import type { FailureCode } from './failure-code.ts';
import { PROXY_CODES, PROXY_HINTS } from './proxy-failure.ts';
import { StepFailure } from './step-failure.ts';
import { tlsHint } from './tls-failure.ts';

/** A service as failures to reach it are worded. */
export interface ReachedService {
  /** As it stands within a sentence. */
  readonly name: string;
  readonly unreachable: FailureCode;
  /** Where something else answered. */
  readonly answer: FailureCode;
  /** What names its host: a flag or an input, in quotation marks. */
  readonly namedBy: string;
}

/**
 * A request to `service` that got no complete answer; anything else thrown stays as it is.
 *
 * @param asking what was asked, as the subject of a sentence
 */
export function serviceNetworkFailure(
  error: unknown,
  asking: string,
  service: ReachedService,
): unknown {
  if (!(error instanceof NetworkFailure)) return error;
  const { kind, transient, message } = error;
  return new StepFailure(
    codeOf(kind, service),
    `${asking} failed: ${message}.`,
    hintOf(error, service),
    { cause: error, transient },
  );
}

function codeOf(kind: NetworkFailureKind, { unreachable, answer }: ReachedService): FailureCode {
  if (kind === 'proxy' || kind === 'proxy-credentials' || kind === 'proxy-refusal') {
    return PROXY_CODES[kind];
  }
  return kind === 'protocol' || kind === 'answer-too-large' ? answer : unreachable;
}

function hintOf({ kind, systemCode }: NetworkFailure, { name, namedBy }: ReachedService): string {
  switch (kind) {
    case 'tls':
      return tlsHint(systemCode);
    case 'proxy':
    case 'proxy-credentials':
    case 'proxy-refusal':
      return PROXY_HINTS[kind];
    case 'protocol':
    case 'answer-too-large':
      return `This is not ${name}: check ${namedBy} and any proxy on the way.`;
    case 'timeout':
      return `Check the firewall of this machine, and ${namedBy}; a dropped packet looks like this.`;
    default:
      return `Check that this machine can reach the host: its DNS, its firewall, and ${namedBy}.`;
  }
}
