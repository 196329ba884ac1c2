import type { StateMachine } from './template.ts';

/** What an execution came to. */
export interface Execution {
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** What the last state left; undefined when it failed. */
  readonly output: unknown;
  /** Names of the states that it went through. */
  readonly path: readonly string[];
}

export interface MachineWorld {
  readonly now: () => Date;
  /** Milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** By the name between `${` and `}`. */
  readonly functions: Readonly<Record<string, (state: unknown) => Promise<unknown>>>;
}

type Data = Record<string, unknown>;

/**
 * Runs a definition as Step Functions does: as much of the language as ours are written in. That they are
 * valid is for asl-validator to say.
 *
 * @see https://states-language.net/spec.html
 */
export async function execute(
  { StartAt, States }: StateMachine,
  input: Data,
  world: MachineWorld,
): Promise<Execution> {
  let data: unknown = structuredClone(input);
  let at = StartAt;
  const path: string[] = [];
  for (;;) {
    const state = States[at];
    if (state === undefined) throw new Error(`there is no state ${at}`);
    path.push(at);
    try {
      const step = await run(state, data, world);
      data = step.data;
      if (step.next === undefined) {
        return { status: 'SUCCEEDED', error: undefined, cause: undefined, output: data, path };
      }
      at = step.next;
    } catch (error) {
      const { name, message } = error as Error;
      const caught = (state.Catch ?? []).find((one: { ErrorEquals: string[] }) =>
        matches(one.ErrorEquals, name),
      );
      if (caught === undefined) {
        return { status: 'FAILED', error: name, cause: message, output: undefined, path };
      }
      data = placed(data, caught.ResultPath, { Error: name, Cause: message });
      at = caught.Next;
    }
  }
}

interface Step {
  readonly data: unknown;
  readonly next: string | undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: states differ by type
async function run(state: any, data: unknown, world: MachineWorld): Promise<Step> {
  const next: string | undefined = state.End ? undefined : state.Next;
  switch (state.Type) {
    case 'Task': {
      const result = await called(state, data, world);
      return { data: placed(data, state.ResultPath, result), next };
    }
    case 'Choice':
      return { data, next: chosen(state, data) };
    case 'Wait': {
      const until = state.TimestampPath ? Date.parse(String(at(data, state.TimestampPath))) : 0;
      const ms = state.Seconds ? state.Seconds * 1000 : until - world.now().getTime();
      await world.wait(Math.max(0, ms));
      return { data, next };
    }
    case 'Map': {
      const results: unknown[] = [];
      for (const item of at(data, state.ItemsPath) as unknown[]) {
        const selected = state.ItemSelector ? filled(state.ItemSelector, data, item) : item;
        const ended = await execute(state.ItemProcessor, selected as Data, world);
        if (ended.status === 'FAILED') {
          throw Object.assign(new Error(ended.cause), { name: ended.error });
        }
        results.push(ended.output);
      }
      return { data: placed(data, state.ResultPath, results), next };
    }
    case 'Pass':
      return { data: state.Parameters ? filled(state.Parameters, data) : data, next };
    case 'Succeed':
      return { data, next: undefined };
    default:
      throw new Error(`states of type ${state.Type} are not known here`);
  }
}

/** A template of the definition, with the paths in it followed. */
function filled(template: Data, data: unknown, item?: unknown): Data {
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) => {
      if (name.endsWith('.$')) {
        const path = String(value);
        const found = path === '$$.Map.Item.Value' ? item : at(data, path);
        return [name.slice(0, -2), found];
      }
      const isNested = typeof value === 'object' && value !== null;
      return [name, isNested ? filled(value as Data, data, item) : value];
    }),
  );
}

// biome-ignore lint/suspicious/noExplicitAny: as it stands in the definition
async function called(state: any, data: unknown, world: MachineWorld): Promise<unknown> {
  const name = /^\$\{(\w+)\}$/.exec(state.Resource)?.[1] ?? '';
  const work = world.functions[name];
  if (work === undefined) throw new Error(`there is no function ${state.Resource}`);
  const retries = new Map<object, number>();
  for (;;) {
    try {
      return structuredClone(await work(structuredClone(data)));
    } catch (error) {
      const retry = (state.Retry ?? []).find((one: { ErrorEquals: string[] }) =>
        matches(one.ErrorEquals, (error as Error).name),
      );
      const made = retries.get(retry) ?? 0;
      if (retry === undefined || made >= retry.MaxAttempts) throw error;
      retries.set(retry, made + 1);
      const seconds = retry.IntervalSeconds * retry.BackoffRate ** made;
      await world.wait(Math.min(seconds, retry.MaxDelaySeconds ?? seconds) * 1000);
    }
  }
}

// biome-ignore lint/suspicious/noExplicitAny: as it stands in the definition
function chosen({ Choices, Default }: any, data: unknown): string {
  const hit = Choices.find((choice: Data) => {
    const value = at(data, String(choice['Variable']));
    const wanted = choice['StringEquals'] ?? choice['BooleanEquals'];
    return wanted !== undefined && value === wanted;
  });
  return hit?.Next ?? Default;
}

function matches(names: readonly string[], name: string): boolean {
  return names.includes(name) || names.includes('States.ALL');
}

function at(data: unknown, path: string): unknown {
  const names = path
    .replace(/^\$\.?/, '')
    .split('.')
    .filter(Boolean);
  return names.reduce<unknown>((value, name) => (value as Data | undefined)?.[name], data);
}

function placed(data: unknown, path: string | null | undefined, result: unknown): unknown {
  if (path === null) return data;
  if (path === undefined || path === '$') return result;
  return { ...(data as Data), [path.replace(/^\$\./, '')]: result };
}
