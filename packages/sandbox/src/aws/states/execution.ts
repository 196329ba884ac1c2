import { at, placed } from './data-path.ts';
import { filled } from './data-template.ts';
import {
  type ChoiceState,
  checkUnderstood,
  functionOf,
  type MapState,
  type Retrier,
  type State,
  type StateMachineDefinition,
  type TaskState,
  type WaitState,
} from './definition.ts';
import { delayBefore } from './retry-delay.ts';
import { isNamed, runtimeError, StateError } from './state-error.ts';

/** What an execution came to. */
export interface Execution {
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** Names of the states that it went through. */
  readonly path: readonly string[];
  /** What the last state left. */
  readonly output: unknown;
  /** Where it failed, and with what it came there. */
  readonly failedAt?: { readonly state: string; readonly input: unknown };
}

export interface MachineWorld {
  readonly now: () => Date;
  /** Milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** By the name between `${` and `}`. An error that one throws goes on by its name and message. */
  readonly functions: Readonly<Record<string, (state: unknown) => Promise<unknown>>>;
}

/**
 * Runs a definition as Step Functions does.
 *
 * @throws UnknownLanguage when there is something in it that would be passed over
 * @see https://states-language.net/spec.html
 */
export async function execute(
  definition: StateMachineDefinition,
  input: unknown,
  world: MachineWorld,
): Promise<Execution> {
  checkUnderstood(definition, world.functions);
  return executed(definition, structuredClone(input), world);
}

/**
 * Goes on with an execution that failed, where it did.
 *
 * @throws Error when it has not failed
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
export async function redrive(
  definition: StateMachineDefinition,
  { failedAt }: Execution,
  world: MachineWorld,
): Promise<Execution> {
  if (failedAt === undefined) throw new Error('it has not failed');
  const { state: StartAt, input } = failedAt;
  return executed({ ...definition, StartAt }, input, world);
}

async function executed(
  { StartAt, States }: StateMachineDefinition,
  input: unknown,
  world: MachineWorld,
): Promise<Execution> {
  let data = input;
  let next: string | undefined = StartAt;
  const path: string[] = [];
  while (next !== undefined) {
    const name: string = next;
    const state: State | undefined = States[name];
    if (state === undefined) throw new Error(`there is no state ${name}`);
    path.push(name);
    try {
      [data, next] = await step(state, data, world);
    } catch (error) {
      const failed = error as Error;
      const catchers = state.Type === 'Task' ? (state.Catch ?? []) : [];
      const caught = catchers.find(({ ErrorEquals }) => isNamed(ErrorEquals, failed.name));
      if (caught === undefined) {
        return { ...endedBy(failed), path, failedAt: { state: name, input: data } };
      }
      data = placed(data, caught.ResultPath, { Error: failed.name, Cause: failed.message });
      next = caught.Next;
    }
  }
  return { status: 'SUCCEEDED', error: undefined, cause: undefined, path, output: data };
}

function endedBy({ name, message }: Error): Omit<Execution, 'path'> {
  return { status: 'FAILED', error: name, cause: message, output: undefined };
}

/** What goes on, and where to. */
type Step = readonly [data: unknown, next: string | undefined];

async function step(state: State, data: unknown, world: MachineWorld): Promise<Step> {
  switch (state.Type) {
    case 'Task':
      return [placed(data, state.ResultPath, await called(state, data, world)), state.Next];
    case 'Map':
      return [placed(data, state.ResultPath, await mapped(state, data, world)), state.Next];
    case 'Choice':
      return [data, chosen(state, data)];
    case 'Wait':
      await world.wait(Math.max(0, millisecondsOf(state, data, world.now())));
      return [data, state.Next];
    case 'Pass':
      return [state.Parameters ? filled(state.Parameters, data) : data, state.Next];
    case 'Succeed':
      return [data, undefined];
  }
}

/** Each retrier counts for itself; the first that names the error decides. */
async function called(state: TaskState, data: unknown, world: MachineWorld): Promise<unknown> {
  const work = world.functions[functionOf(state)];
  const made = new Map<Retrier, number>();
  for (;;) {
    try {
      return structuredClone(await work?.(structuredClone(data)));
    } catch (error) {
      const { name } = error as Error;
      const retrier = (state.Retry ?? []).find(({ ErrorEquals }) => isNamed(ErrorEquals, name));
      const attempts = (retrier && made.get(retrier)) ?? 0;
      const seconds = retrier && delayBefore(retrier, attempts);
      if (retrier === undefined || seconds === undefined) throw error;
      made.set(retrier, attempts + 1);
      await world.wait(seconds * 1000);
    }
  }
}

async function mapped(state: MapState, data: unknown, world: MachineWorld): Promise<unknown[]> {
  const items = at(data, state.ItemsPath);
  if (!Array.isArray(items)) throw runtimeError(`${state.ItemsPath} is no list`);
  const results: unknown[] = [];
  for (const item of items) {
    const { ItemProcessor, ItemSelector } = state;
    const input = ItemSelector ? filled(ItemSelector, data, item) : item;
    const { status, error, cause, output } = await executed(ItemProcessor, input, world);
    if (status === 'FAILED') throw new StateError(error ?? '', cause ?? '');
    results.push(output);
  }
  return results;
}

function chosen({ Choices, Default }: ChoiceState, data: unknown): string {
  const hit = Choices.find(({ Variable, StringEquals, BooleanEquals }) => {
    const value = at(data, Variable);
    return value === (StringEquals ?? BooleanEquals);
  });
  const next = hit?.Next ?? Default;
  if (next === undefined) throw new StateError('States.NoChoiceMatched', 'No choice matched.');
  return next;
}

function millisecondsOf({ Seconds, TimestampPath }: WaitState, data: unknown, now: Date): number {
  if (TimestampPath === undefined) return (Seconds ?? 0) * 1000;
  const until = Date.parse(String(at(data, TimestampPath)));
  if (Number.isNaN(until)) throw runtimeError(`${TimestampPath} is no time`);
  return until - now.getTime();
}
