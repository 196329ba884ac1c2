import { ENTRA_FAULTS } from './entra-faults.ts';
import { HTTP_FAULTS } from './http-faults.ts';
import type { FaultyService, NamedFault } from './named-fault.ts';
import { STS_FAULTS } from './sts-faults.ts';
import { TLS_FAULTS } from './tls-faults.ts';
import { TRANSPORT_FAULTS } from './transport-faults.ts';

/** Every bad day that the sandbox can play. */
export const FAULTS: readonly NamedFault[] = [
  ...TRANSPORT_FAULTS,
  ...TLS_FAULTS,
  ...HTTP_FAULTS,
  ...ENTRA_FAULTS,
  ...STS_FAULTS,
];

/** @throws Error when the service has no fault of this name */
export function faultOf(service: FaultyService, name: string): NamedFault {
  const fault = FAULTS.find((one) => one.name === name && one.services.includes(service));
  if (fault !== undefined) return fault;
  throw new Error(`${service} has no fault named ${name}`);
}
