import type { FailureCode } from '@entra-aws-creds/core/programs';

/** What the state machine tells failures apart by. */
export type TaskErrorName =
  /** Tried again: one side has not heard yet of what was written. */
  | 'NotYet'
  /** Tried again: a service is busy or out of reach. */
  | 'Throttled'
  /** A person has to decide. */
  | 'Conflict'
  /** A permission, a setting or the certificate of the automation is not as it has to be. */
  | 'Refused'
  /** The role is looked at anew. */
  | 'RoleGone'
  | 'Braked'
  /** What is none of these: somebody has to read it. */
  | 'Failed';

type Family<Name extends string> = Extract<FailureCode, `EAC_${Name}` | `EAC_${Name}_${string}`>;

/** Of jobs, of people and of the command line: no function ever comes to these. */
type Elsewhere =
  | Family<
      | 'ADMIN'
      | 'AUDIT'
      | 'AUTOMATION'
      | 'CONSOLE'
      | 'DROP'
      | 'ENROLMENT'
      | 'EXPORT'
      | 'LOGIN'
      | 'NO'
    >
  | Family<'PROFILE' | 'RENEWAL' | 'ROLES' | 'SERVICE' | 'SECURE' | 'TRUST' | 'ORGANIZATIONS'>
  | 'EAC_BINDING_LAST_CERTIFICATE'
  | 'EAC_BINDING_NOT_PROVED'
  | 'EAC_BINDING_PLAN_STALE'
  | 'EAC_CERTIFICATE_FILE'
  | 'EAC_INPUT_NOT_EXPANDED';

/**
 * Every other code, so that the compiler asks for a decision about each new one. A failure that says itself
 * that it may pass is not looked up here.
 */
export const TASK_ERRORS: Readonly<Record<Exclude<FailureCode, Elsewhere>, TaskErrorName>> = {
  EAC_INPUT_MISSING: 'Refused',
  EAC_INPUT_INVALID: 'Refused',
  EAC_INPUT_CONFLICT: 'Refused',
  EAC_INPUTS_WRONG: 'Refused',
  EAC_CA_FILE: 'Refused',

  EAC_SECRET_UNREACHABLE: 'Throttled',
  EAC_SECRET_ANSWER: 'Refused',
  EAC_SECRET_DENIED: 'Refused',
  EAC_SECRET_REFUSED: 'Refused',
  EAC_CERTIFICATE_UNREADABLE: 'Refused',
  EAC_CERTIFICATE_FORM: 'Refused',
  EAC_CERTIFICATE_INCOMPLETE: 'Refused',
  EAC_CERTIFICATE_PASSWORD: 'Refused',
  EAC_CERTIFICATE_KEY_TYPE: 'Refused',
  EAC_CERTIFICATE_KEY_MISMATCH: 'Refused',
  EAC_CERTIFICATE_EXPIRED: 'Refused',
  EAC_CERTIFICATE_NOT_YET_VALID: 'NotYet',

  EAC_OIDC_UNAVAILABLE: 'Refused',
  EAC_OIDC_UNREACHABLE: 'Throttled',
  EAC_OIDC_REFUSED: 'Refused',
  EAC_OIDC_TOKEN: 'Refused',
  EAC_MANAGED_IDENTITY_ENDPOINT: 'Refused',
  EAC_MANAGED_IDENTITY_UNREACHABLE: 'Throttled',
  EAC_MANAGED_IDENTITY_UNAVAILABLE: 'Throttled',
  EAC_MANAGED_IDENTITY_REFUSED: 'Refused',
  EAC_MANAGED_IDENTITY_CHALLENGE: 'Refused',

  EAC_PROXY: 'Throttled',
  EAC_PROXY_CREDENTIALS: 'Refused',
  EAC_PROXY_REFUSED: 'Refused',

  EAC_ENTRA_UNREACHABLE: 'Throttled',
  EAC_ENTRA_TIMEOUT: 'Throttled',
  EAC_ENTRA_TLS: 'Refused',
  EAC_ENTRA_ANSWER: 'Refused',
  EAC_ENTRA_UNAVAILABLE: 'Throttled',
  EAC_ENTRA_REFUSED: 'Refused',
  EAC_ENTRA_TENANT_UNKNOWN: 'Refused',
  EAC_ENTRA_APP_UNKNOWN: 'Refused',
  EAC_ENTRA_AUDIENCE_UNKNOWN: 'Refused',
  EAC_ENTRA_CERTIFICATE_REFUSED: 'Refused',
  EAC_ENTRA_FEDERATION_REFUSED: 'Refused',
  EAC_ENTRA_CLOCK: 'Throttled',
  EAC_ENTRA_POLICY_BLOCKS: 'Refused',
  EAC_TOKEN_UNREADABLE: 'Refused',
  EAC_TOKEN_TENANT: 'Refused',
  EAC_TOKEN_EXPIRING: 'Throttled',
  EAC_TOKEN_AWS_CLAIM: 'Refused',

  EAC_STS_UNREACHABLE: 'Throttled',
  EAC_STS_TIMEOUT: 'Throttled',
  EAC_STS_TLS: 'Refused',
  EAC_STS_ANSWER: 'Refused',
  EAC_STS_UNAVAILABLE: 'Throttled',
  EAC_STS_REFUSED: 'Refused',
  EAC_STS_ACCESS_DENIED: 'Refused',
  EAC_STS_CHAIN_DENIED: 'Refused',
  EAC_STS_AUDIENCE_REFUSED: 'Refused',
  EAC_STS_PROVIDER_MISSING: 'Refused',
  EAC_STS_TOKEN_NOT_VALIDATED: 'Throttled',
  EAC_STS_TOKEN_REFUSED: 'Refused',
  EAC_STS_ROLE_NOT_IN_TOKEN: 'Refused',
  EAC_STS_REGION_DISABLED: 'Refused',

  EAC_GRAPH_UNREACHABLE: 'Throttled',
  EAC_GRAPH_UNAVAILABLE: 'Throttled',
  EAC_GRAPH_ANSWER: 'Refused',
  EAC_GRAPH_DENIED: 'Refused',
  EAC_GRAPH_REFUSED: 'Refused',
  EAC_GRAPH_POLICY: 'Refused',
  EAC_GRAPH_QUOTA: 'Conflict',

  EAC_API_TOKEN: 'Refused',
  EAC_API_ROLE: 'Refused',
  EAC_ACCOUNT_NOT_ALLOWED: 'Refused',
  EAC_API_REQUEST: 'Refused',
  EAC_API_CERTIFICATE: 'Conflict',
  EAC_API_BUSY: 'Throttled',
  EAC_API_KEYS: 'Throttled',
  EAC_API_SETTINGS: 'Refused',
  EAC_API_UNREACHABLE: 'Throttled',
  EAC_API_UNAVAILABLE: 'Throttled',
  EAC_API_ANSWER: 'Refused',
  EAC_API_REFUSED: 'Refused',

  EAC_IAM_UNREACHABLE: 'Throttled',
  EAC_IAM_UNAVAILABLE: 'Throttled',
  EAC_IAM_ANSWER: 'Refused',
  EAC_IAM_DENIED: 'Refused',
  EAC_IAM_REFUSED: 'Refused',
  EAC_IAM_QUOTA: 'Conflict',

  EAC_BINDING_FOREIGN: 'Conflict',
  EAC_BINDING_CONFLICT: 'Conflict',
  EAC_BINDING_CERTIFICATE: 'Conflict',
  // What the API says of an application that went while it was asked about it.
  EAC_BINDING_MISSING: 'NotYet',
  EAC_BINDING_NOT_SETTLED: 'NotYet',
  EAC_ROLE_GONE: 'RoleGone',
  EAC_REMOVAL_BRAKE: 'Braked',

  // Cut short between two calls; what was done stays, and the next attempt goes on from there.
  EAC_TIME_LIMIT: 'NotYet',
  EAC_CANCELLED: 'NotYet',
  EAC_INTERNAL: 'Failed',
};
