import type { Check } from '@entra-aws-creds/core/programs';
import type { CommandLineInputs } from '../flags/command-line-inputs.ts';

/** Rises when a member is renamed or taken away; docs/command-line.md says what each means. */
const FORM = 1;

/** What `doctor --json` prints. */
export function doctorReport({ given }: CommandLineInputs, checks: readonly Check[]): object {
  return {
    form: FORM,
    result: hasFailed(checks) ? 'failed' : 'passed',
    inputs: [...given].map(([name, { origin }]) => ({ name, origin })),
    checks,
  };
}

export function hasFailed(checks: readonly Check[]): boolean {
  return checks.some(({ result }) => result === 'failed');
}
