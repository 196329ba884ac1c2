import type { Platform } from '@entra-aws-creds/core/azure';
import type { CallerCheck } from './caller/caller-token.ts';
import {
  claimsAnswer,
  denialAnswer,
  type ProviderAnswer,
  type ProviderRequest,
} from './callout/answer.ts';
import { type Callout, parseCallout } from './callout/callout.ts';
import { type LogDecision, recordOf } from './decision-record.ts';
import { asDenial, Denial } from './denial.ts';
import type { PeopleInGraph } from './directory/person-from-graph.ts';
import { decide } from './rules/decide.ts';
import type { Rules } from './rules/rules.ts';

/** What the provider is made of. */
interface ClaimsProviderParts {
  readonly tenantId: string;
  readonly rules: Rules;
  readonly caller: Pick<CallerCheck, 'admit'>;
  readonly people: Pick<PeopleInGraph, 'find'>;
  readonly platform: Pick<Platform, 'clock' | 'wait'>;
}

/** Answers one request, and tells `log` of it once. */
export type ClaimsProvider = (
  request: ProviderRequest,
  log: LogDecision,
) => Promise<ProviderAnswer>;

/**
 * Entra gives up after two seconds at the most. This is given up before, so that the log says what took so
 * long; what was asked for goes on, and Entra's second attempt finds it.
 *
 * @see https://learn.microsoft.com/graph/api/resources/customextensionclientconfiguration
 */
const ANSWER_WITHIN_MS = 1_200;

/**
 * Answers Entra's question for the claims of a person with the claims, and whatever goes wrong with a status that
 * makes Entra refuse the sign-in: a token without a roles claim would be good for every role that trusts it.
 * It never throws.
 */
export function claimsProvider(parts: ClaimsProviderParts): ClaimsProvider {
  const { clock } = parts.platform;
  return async (request, log) => {
    const begun = clock.now().getTime();
    const seen: { callout?: Callout } = {};
    const record = () => ({
      ...recordOf(seen.callout),
      milliseconds: clock.now().getTime() - begun,
    });
    try {
      const { roles, claims } = await inTime(parts, claimsFor(parts, request, seen));
      log({ decision: 'claims', ...record(), roles });
      return claimsAnswer(claims);
    } catch (error) {
      const denial = asDenial(error);
      const { reason, message } = denial;
      log({ decision: 'denied', reason, detail: message, ...record() });
      return denialAnswer(denial);
    }
  };
}

/** @param seen told of the callout as soon as it was read, for the log */
async function claimsFor(
  { tenantId, rules, caller, people }: ClaimsProviderParts,
  { method, authorization, body }: ProviderRequest,
  seen: { callout?: Callout },
) {
  if (method !== 'POST') throw new Denial('not-a-callout', 'The method is not POST');
  await caller.admit(authorization);
  const callout = parseCallout(body);
  seen.callout = callout;
  if (callout.tenantId !== tenantId) {
    throw new Denial('not-a-callout', 'The callout is of another tenant');
  }
  const decision = decide(rules, await people.find(callout));
  if (decision.kind === 'denied') throw new Denial(decision.why, decision.detail);
  return decision;
}

async function inTime<T>(
  { platform }: Pick<ClaimsProviderParts, 'platform'>,
  work: Promise<T>,
): Promise<T> {
  const done = new AbortController();
  const late = platform.wait(ANSWER_WITHIN_MS, done.signal).then(() => {
    throw new Denial('too-late', `There was no answer within ${ANSWER_WITHIN_MS} ms`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort();
    // The one that lost may still fail, and nobody waits for it any more.
    work.catch(() => {});
    late.catch(() => {});
  }
}
