import type { InputName } from '../../packages/core/src/1-inputs/input-name.ts';
import type { JobHost } from '../../packages/core/src/job/job-host.ts';

/** A host that only remembers what it was told; what is handed over stands in `variables` from then on. */
export function recordingHost(
  temporaryDirectory: string,
  inputs: Partial<Record<InputName, string>>,
  variables: Record<string, string> = {},
) {
  const told = {
    exported: [] as string[],
    outputs: [] as string[],
    failures: [] as string[],
    lines: [] as string[],
  };
  const host: JobHost = {
    run: {
      system: 'GitHubActions',
      place: ['contoso', 'website'],
      kind: 'run',
      id: '7',
      attempt: '1',
      job: 'deploy',
    },
    temporaryDirectory,
    credentialProcess: { node: process.execPath, script: 'index.js' },
    aliases: {},
    read: (name) => inputs[name] ?? '',
    label: (name) => name,
    mask: () => {},
    info: (line) => told.lines.push(line),
    warning: (line) => told.lines.push(line),
    error: () => {},
    fail: (line) => told.failures.push(line),
    report: () => {},
    obstacle: () => undefined,
    isThere: () => false,
    handOver: (handed, outputs) => {
      for (const { name, value } of handed) variables[name] = value;
      told.exported.push(...handed.map(({ name }) => name));
      told.outputs.push(...outputs.map(({ name }) => name));
    },
    currentValue: (name) => variables[name],
    remember: () => {},
    recall: () => '',
  };
  return { host, told, variables };
}
