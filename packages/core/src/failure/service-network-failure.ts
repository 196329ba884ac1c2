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
  /** Where it does not answer in time, or shows no certificate to trust; without, it is unreachable. */
  readonly timeout?: FailureCode;
  readonly tls?: FailureCode;
  /** Where something else answered. */
  readonly answer: FailureCode;
  /** What names its host: a flag or an input, in quotation marks. */
  readonly namedBy: string;
  /** From where it is asked; without, it is this machine. */
  readonly machine?: string;
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

function codeOf(
  kind: NetworkFailureKind,
  { unreachable, answer, timeout = unreachable, tls = unreachable }: ReachedService,
): FailureCode {
  const codes = { timeout, tls, protocol: answer, 'answer-too-large': answer, ...PROXY_CODES };
  return kind === 'name' || kind === 'connection' ? unreachable : codes[kind];
}

function hintOf(
  { kind, systemCode }: NetworkFailure,
  { name, namedBy, machine = 'this machine' }: ReachedService,
): string {
  switch (kind) {
    case 'tls':
      return tlsHint(systemCode);
    case 'name':
      return `Check ${namedBy}, and the DNS of ${machine}.`;
    case 'connection':
      return `Check ${namedBy}, and that ${machine} can reach this host on its port.`;
    case 'timeout':
      return `Check ${namedBy}, and the firewall of ${machine}: a dropped packet looks like this.`;
    case 'protocol':
    case 'answer-too-large':
      return `This is not ${name}: check ${namedBy}, and any proxy on the way.`;
    default:
      return PROXY_HINTS[kind];
  }
}
