import { backOffMs, StepFailure } from '@entra-aws-creds/core/programs';
import type { BindingWorld } from './binding-world.ts';

const MILLISECONDS_A_SECOND = 1_000;
const MILLISECONDS_A_MINUTE = 60_000;

/** What is waited for, how long at the most, and why it takes time. */
export interface Expectation {
  /** As it stands after "Waiting until". */
  readonly what: string;
  readonly why: string;
  readonly longestMs: number;
}

/** Waits of twenty minutes were reported, a quarter of an hour is more than usual. */
export function inEntra(what: string): Expectation {
  const why = 'Entra copies changes to many servers';
  return { what, why, longestMs: 15 * MILLISECONDS_A_MINUTE };
}

export function inIam(what: string): Expectation {
  const why = 'IAM copies changes to all regions';
  return { what, why, longestMs: 5 * MILLISECONDS_A_MINUTE };
}

/**
 * Looks until there is something to see. That it was not there at first means nothing: what was written is
 * copied to many servers, and any of them may answer.
 *
 * @param look undefined: not yet
 * @throws StepFailure `EAC_BINDING_NOT_SETTLED` when the time is over, and what `look` throws
 */
export async function settled<T>(
  expectation: Expectation,
  look: () => Promise<T | undefined>,
  world: BindingWorld,
): Promise<T> {
  const begun = world.clock.now().getTime();
  for (let looks = 1; ; looks += 1) {
    world.signal.throwIfAborted();
    const seen = await look();
    if (seen !== undefined) return seen;
    const elapsedMs = world.clock.now().getTime() - begun;
    const pauseMs = backOffMs(looks, world.randomFraction());
    if (elapsedMs + pauseMs > expectation.longestMs) throw notSettled(expectation, elapsedMs);
    world.tell(
      `Waiting until ${expectation.what}: ${seconds(elapsedMs)} s so far. ${expectation.why}.`,
    );
    await world.wait(pauseMs, world.signal);
  }
}

/**
 * Makes a call on what was written before, again and again while the server that answers does not know of it.
 *
 * @param isEarly whether a failure may mean that
 * @throws StepFailure the last failure, saying that it may also be meant as it stands
 */
export async function onceThere<T>(
  expectation: Expectation,
  call: () => Promise<T>,
  world: BindingWorld,
  isEarly: (failure: StepFailure) => boolean = isUnknownThere,
): Promise<T> {
  let last: StepFailure | undefined;
  const attempt = async (): Promise<{ readonly value: T } | undefined> => {
    try {
      return { value: await call() };
    } catch (error) {
      if (!(error instanceof StepFailure) || !isEarly(error)) throw error;
      last = error;
      return undefined;
    }
  };
  try {
    return (await settled(expectation, attempt, world)).value;
  } catch (error) {
    const isOver = error instanceof StepFailure && error.code === 'EAC_BINDING_NOT_SETTLED';
    if (!isOver || last === undefined) throw error;
    throw last.withRemark(error.message);
  }
}

/** What is unknown for so long is taken as gone, where it is to go anyway. */
const GONE_MS = MILLISECONDS_A_MINUTE;

/** The same call on what is to go: undefined when it is gone already. */
export async function unlessGone<T>(
  expectation: Expectation,
  call: () => Promise<T>,
  world: BindingWorld,
): Promise<T | undefined> {
  try {
    return await onceThere({ ...expectation, longestMs: GONE_MS }, call, world);
  } catch (error) {
    if (error instanceof StepFailure && isUnknownThere(error)) return undefined;
    throw error;
  }
}

/** Looks for a while for what there is reason to believe is there. */
export async function seenSoon<T>(
  expectation: Expectation,
  look: () => Promise<T | undefined>,
  world: BindingWorld,
): Promise<T | undefined> {
  try {
    const longestMs = Math.min(expectation.longestMs, SOON_MS);
    return await settled({ ...expectation, longestMs }, look, world);
  } catch (error) {
    if (error instanceof StepFailure && error.code === 'EAC_BINDING_NOT_SETTLED') return undefined;
    throw error;
  }
}

const SOON_MS = 2 * MILLISECONDS_A_MINUTE;

/** The server that answered does not know what the call is about, which another one may. */
export function isUnknownThere({ code, answer }: StepFailure): boolean {
  return (
    code === 'EAC_BINDING_NOT_SETTLED' || answer?.status === 404 || answer?.code === 'NoSuchEntity'
  );
}

function notSettled({ what, why }: Expectation, elapsedMs: number): StepFailure {
  return new StepFailure(
    'EAC_BINDING_NOT_SETTLED',
    `Waited ${seconds(elapsedMs)} s until ${what}, in vain. ${why}, which usually takes less.`,
    'Run the command again later: it goes on from there. If it stays like this, somebody or something undoes the change.',
  );
}

function seconds(ms: number): number {
  return Math.round(ms / MILLISECONDS_A_SECOND);
}
