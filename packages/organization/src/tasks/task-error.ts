import type { FailureCode, StepFailure } from '@entra-aws-creds/core/programs';
import { asStepFailure } from '@entra-aws-creds/core/programs';

/** What the state machine tells failures apart by. */
export type TaskErrorName =
  | 'NotYet'
  | 'Throttled'
  | 'Conflict'
  | 'Refused'
  | 'RoleGone'
  | 'Braked'
  | 'Failed';

const NAMES: Readonly<Partial<Record<FailureCode, TaskErrorName>>> = {
  EAC_ROLE_GONE: 'RoleGone',
  EAC_REMOVAL_BRAKE: 'Braked',
  EAC_BINDING_NOT_SETTLED: 'NotYet',
  EAC_BINDING_CONFLICT: 'Conflict',
  EAC_BINDING_FOREIGN: 'Conflict',
  EAC_BINDING_CERTIFICATE: 'Conflict',
  EAC_API_CERTIFICATE: 'Conflict',
  EAC_IAM_QUOTA: 'Conflict',
  EAC_GRAPH_QUOTA: 'Conflict',
  EAC_IAM_UNAVAILABLE: 'Throttled',
  EAC_IAM_UNREACHABLE: 'Throttled',
  EAC_GRAPH_UNAVAILABLE: 'Throttled',
  EAC_GRAPH_UNREACHABLE: 'Throttled',
  EAC_STS_UNAVAILABLE: 'Throttled',
  EAC_STS_UNREACHABLE: 'Throttled',
  EAC_STS_TIMEOUT: 'Throttled',
  EAC_ENTRA_UNAVAILABLE: 'Throttled',
  EAC_ENTRA_UNREACHABLE: 'Throttled',
  EAC_ENTRA_TIMEOUT: 'Throttled',
  EAC_TIME_LIMIT: 'NotYet',
  EAC_IAM_DENIED: 'Refused',
  EAC_IAM_REFUSED: 'Refused',
  EAC_GRAPH_DENIED: 'Refused',
  EAC_GRAPH_REFUSED: 'Refused',
  EAC_GRAPH_POLICY: 'Refused',
  EAC_STS_ACCESS_DENIED: 'Refused',
  EAC_STS_CHAIN_DENIED: 'Refused',
  EAC_STS_REFUSED: 'Refused',
};

/**
 * A failure as it crosses from a function to the state machine: by its name, which decides whether it is
 * tried again, and with the whole message.
 */
export function taskError(error: unknown): Error {
  const failure = asStepFailure(error);
  const name = nameOf(failure);
  const said = new Error(failure.describe());
  said.name = name;
  // The runtime would print where it came from as well, which says nothing to whoever reads it.
  said.stack = `${name}: ${said.message}`;
  return said;
}

export function nameOf({ code, transient }: StepFailure): TaskErrorName {
  return transient === undefined ? (NAMES[code] ?? 'Failed') : 'Throttled';
}
