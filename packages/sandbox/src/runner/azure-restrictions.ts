/** `restrictions` of a task.json. */
export interface TaskRestrictions {
  readonly commands?: { readonly mode?: string };
  readonly settableVariables?: { readonly allowed?: readonly string[] };
}

/** `target` of a step in YAML. */
export interface StepTarget {
  readonly commands?: 'any' | 'restricted';
  readonly settableVariables?: 'none' | readonly string[];
}

/** Commands that are marked `AllowedInRestrictedMode` in the agent's source. */
const ALLOWED_WHEN_RESTRICTED = new Set([
  'task.complete',
  'task.debug',
  'task.issue',
  'task.logdetail',
  'task.logissue',
  'task.prependpath',
  'task.setprogress',
  'task.setsecret',
  'task.setvariable',
  'task.settaskvariable',
  'telemetry.publish',
]);

/** The restrictions of a task and of the step that uses it; all of them must allow a thing. */
export function combineRestrictions(
  task: TaskRestrictions | undefined,
  target: StepTarget | undefined,
): TaskRestrictions[] {
  const combined = task ? [task] : [];
  if (target?.commands === 'restricted') combined.push({ commands: { mode: 'restricted' } });
  if (target?.settableVariables !== undefined) {
    const names = target.settableVariables;
    combined.push({ settableVariables: { allowed: names === 'none' ? [] : names } });
  }
  return combined;
}

/** @see https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/TaskRestrictionsExtension.cs */
export function isCommandAllowed(
  restrictions: readonly TaskRestrictions[],
  command: string,
): boolean {
  return restrictions.every(
    ({ commands }) =>
      commands?.mode?.toLowerCase() !== 'restricted' || ALLOWED_WHEN_RESTRICTED.has(command),
  );
}

export function isVariableSettable(
  restrictions: readonly TaskRestrictions[],
  variable: string,
): boolean {
  return restrictions.every(({ settableVariables }) => {
    const allowed = settableVariables?.allowed;
    return allowed === undefined || allowed.some((pattern) => globMatches(pattern, variable));
  });
}

/** As much of minimatch as variable names call for: `*` and `?`, neither across a slash. */
function globMatches(pattern: string, name: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  return new RegExp(`^${source}$`, 'i').test(name);
}
