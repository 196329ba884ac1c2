import type { ExchangeHost } from '@entra-aws-creds/core/programs';
import type { Environment } from './environment.ts';

/** One line of the log: what was decided about what, and never a policy or a token. */
export type Log = (entry: Readonly<Record<string, unknown>>) => void;

/** As JSON, which Logs Insights can be asked about. */
export const printed: Log = (entry) => {
  process.stdout.write(`${JSON.stringify(entry)}\n`);
};

/** Variables of the function that are inputs elsewhere. */
const INPUTS = new Set([
  'authority-host',
  'aws-region',
  'sts-endpoint',
  'iam-endpoint',
  'http-proxy',
  'no-proxy',
  'retry-max-attempts',
  'action-timeout-s',
]);

/** A function in the place of a CI system. What core says is one line without secrets. */
export function functionHost(environment: Environment, task: string, log: Log): ExchangeHost {
  const nameOf = (input: string) => input.toUpperCase().replaceAll('-', '_');
  const say = (level: string) => (line: string) => log({ level, task, line });
  return {
    read: (name) => (INPUTS.has(name) ? (environment[nameOf(name)] ?? '') : ''),
    label: nameOf,
    origin: 'program',
    jobIdentity: {},
    personalCredentials: [],
    run: {
      system: 'Automation',
      place: [task],
      kind: 'run',
      id: '',
      attempt: '',
      job: '',
    },
    mask: () => {},
    currentValue: (name) => environment[name],
    info: say('info'),
    warning: say('warning'),
    error: say('error'),
    fail: say('error'),
    report: () => {},
  };
}
