import { StepFailure } from '../../failure/step-failure.ts';
import type { Place } from './role-trust-policy.ts';
import type { TrustVerdict } from './trust-verdict.ts';

/** What the step is to say, and whether it is to go on. */
export interface TrustDecision {
  readonly warnings: readonly {
    readonly failure: StepFailure;
    readonly place: Place | undefined;
  }[];
  /** Undefined: go on. */
  readonly failure: StepFailure | undefined;
}

/**
 * `enforce` stops at everything of high severity: a policy that refuses, that cannot be told or read, or that
 * is wide open. `warn` stops at nothing.
 */
export function decide(verdicts: readonly TrustVerdict[], mode: 'warn' | 'enforce'): TrustDecision {
  const told = new Set<string>();
  // A role of two profiles is told once.
  const objections = verdicts
    .flatMap((verdict) => verdict.objections)
    .filter(({ failure }) => {
      const isNew = !told.has(failure.message);
      told.add(failure.message);
      return isNew;
    });
  const stops = (severity: string) => mode === 'enforce' && severity === 'high';
  return {
    warnings: objections.filter(({ severity }) => !stops(severity)),
    failure: oneOf(
      objections.filter(({ severity }) => stops(severity)).map(({ failure }) => failure),
    ),
  };
}

function oneOf(failures: readonly StepFailure[]): StepFailure | undefined {
  const [first, ...others] = failures;
  if (first === undefined || others.length === 0) return first;
  return new StepFailure(
    'EAC_TRUST_POLICY_FAILED',
    `${failures.length} things are wrong with the trust policies, and "trust-policy-check" is enforce.`,
    'Each is told on a line of its own. Nothing was exported and no file was written.',
    { parts: failures },
  );
}
