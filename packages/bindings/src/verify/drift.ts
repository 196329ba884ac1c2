/** Every way in which a binding is not as it should be. The kinds are part of the interface: never renamed. */
export const DRIFT_KINDS = [
  'application-missing',
  'application-unmarked',
  'role-not-listed',
  'service-principal-missing',
  'service-principal-disabled',
  'no-credential',
  'certificate-expired',
  'certificate-expiring',
  'unknown-credential',
  'role-missing',
  'orphan-application',
  'orphan-audience',
  'role-unmarked',
  'role-of-another',
  'recreated-role',
  'provider-missing',
  'missing-audience',
  'provider-nearly-full',
  'trust-missing',
  'trust-closed',
  'trust-widened',
  'trust-differs',
  'trust-foreign-edit',
  'trust-unreadable',
  'placeholder-left',
  'assignment-not-required',
  'sign-in-closed',
  'app-role-missing',
  'claims-provider-missing',
  'claims-mapping-missing',
  'claims-provider-slow',
  'roles-claim-optional',
] as const;

export type DriftKind = (typeof DRIFT_KINDS)[number];

/** One of them, as it was found. */
export interface Drift {
  readonly kind: DriftKind;
  /** `high`: somebody may come in who should not, or nobody can. `medium`: it will end so. `low`: to know of. */
  readonly severity: 'high' | 'medium' | 'low';
  readonly sentence: string;
  /** Whose turn it is: a command that repairs it, or a person who has to decide. */
  readonly repair: 'setup' | 'rotate' | 'teardown' | 'person';
}
