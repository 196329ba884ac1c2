import type { RoleLink } from '../../3-sts-credentials/role-session.ts';
import { StepFailure } from '../../failure/step-failure.ts';
import type { Place } from './role-trust-policy.ts';
import type { Objection, TrustVerdict } from './trust-verdict.ts';

/** What the step is to say, and whether it is to go on. */
interface TrustDecision {
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
export function decide(
  verdicts: readonly TrustVerdict[],
  mode: 'warn' | 'enforce',
  profileOf: (link: RoleLink) => string | undefined,
): TrustDecision {
  const objections = toldOnce(verdicts, profileOf);
  const stops = (severity: string) => mode === 'enforce' && severity === 'high';
  return {
    warnings: objections.filter(({ severity }) => !stops(severity)),
    failure: oneOf(
      objections.filter(({ severity }) => stops(severity)).map(({ failure }) => failure),
    ),
  };
}

/** A role of several profiles is reported once, with all of them. */
function toldOnce(
  verdicts: readonly TrustVerdict[],
  profileOf: (link: RoleLink) => string | undefined,
): readonly Objection[] {
  const told = new Map<string, { objection: Objection; profiles: Set<string> }>();
  for (const { link, objections } of verdicts) {
    for (const objection of objections) {
      const one = told.get(objection.failure.message) ?? { objection, profiles: new Set() };
      told.set(objection.failure.message, one);
      const profile = profileOf(link);
      if (profile !== undefined) one.profiles.add(profile);
    }
  }
  return [...told.values()].map(({ objection, profiles }) => {
    if (profiles.size === 0) return objection;
    const named = `${profiles.size === 1 ? 'Profile' : 'Profiles'} ${[...profiles].join(', ')}`;
    return { ...objection, failure: objection.failure.concerning(named) };
  });
}

function oneOf(failures: readonly StepFailure[]): StepFailure | undefined {
  const [first, ...others] = failures;
  if (first === undefined || others.length === 0) return first;
  return new StepFailure(
    'EAC_TRUST_POLICY_FAILED',
    `${failures.length} things are wrong with the trust policies, and "trust-policy-check" is enforce.`,
    'Each is listed on a line of its own. Nothing was exported and no file was written.',
    { parts: failures },
  );
}
