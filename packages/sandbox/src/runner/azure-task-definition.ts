import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TaskRestrictions } from './azure-restrictions.ts';

interface TaskJson {
  readonly inputs?: readonly {
    readonly name: string;
    readonly aliases?: readonly string[];
    readonly type?: string;
    readonly defaultValue?: string | boolean | number;
  }[];
  readonly outputVariables?: readonly { readonly name: string }[];
  readonly restrictions?: TaskRestrictions;
  readonly execution?: Handlers;
  readonly postjobexecution?: Handlers;
}

type Handlers = Readonly<Record<string, { readonly target: string }>>;

export interface TaskDefinition {
  readonly main: string | undefined;
  readonly post: string | undefined;
  readonly restrictions: TaskRestrictions | undefined;
  /** In lower case. */
  readonly outputVariables: ReadonlySet<string>;
  /** Inputs as the server and the agent hand them over: by their names, trimmed, with defaults. */
  resolveInputs(given: Readonly<Record<string, string>>): Record<string, string>;
}

/** @see https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/TaskManager.cs */
const HANDLERS_BY_PRIORITY = ['Node24', 'Node20_1', 'Node16', 'Node10', 'Node'];

/** @see https://github.com/microsoft/azure-pipelines-task-lib/blob/master/tasks.schema.json */
export function readTaskDefinition(directory: string): TaskDefinition {
  const json = JSON.parse(readFileSync(join(directory, 'task.json'), 'utf8')) as TaskJson;
  const outputs = (json.outputVariables ?? []).map(({ name }) => name.toLowerCase());
  return {
    main: targetOf(directory, json.execution),
    post: targetOf(directory, json.postjobexecution),
    restrictions: json.restrictions,
    outputVariables: new Set(outputs),
    resolveInputs: (given) => resolveInputs(json, given),
  };
}

function targetOf(directory: string, handlers: Handlers | undefined): string | undefined {
  const handler = HANDLERS_BY_PRIORITY.find((name) => handlers?.[name] !== undefined);
  const target = handler === undefined ? undefined : handlers?.[handler]?.target;
  return target === undefined ? undefined : join(directory, target);
}

function resolveInputs(
  json: TaskJson,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const resolved: Record<string, string> = {};
  for (const { name, defaultValue } of json.inputs ?? []) {
    resolved[name] = String(defaultValue ?? '').trim();
  }
  for (const [written, value] of Object.entries(given)) {
    const input = json.inputs?.find(({ name, aliases }) =>
      [name, ...(aliases ?? [])].some((item) => item.toLowerCase() === written.toLowerCase()),
    );
    resolved[input?.name ?? written] = value.trim();
  }
  return resolved;
}
