import { WrongUsage } from '../wrong-usage.ts';
import { ENTRA_FAULTS } from './entra-faults.ts';
import { GRAPH_FAULTS } from './graph-faults.ts';
import { HTTP_FAULTS } from './http-faults.ts';
import type { NamedFault, ServiceFault, SpoiltService } from './named-fault.ts';
import { STS_FAULTS } from './sts-faults.ts';
import { TLS_FAULTS } from './tls-faults.ts';
import { TRANSPORT_FAULTS } from './transport-faults.ts';

/** Those of the way to a service, whichever it is. */
const COMMON_FAULTS: readonly NamedFault[] = [...TRANSPORT_FAULTS, ...TLS_FAULTS, ...HTTP_FAULTS];

/** Every bad day of a login and an exchange that the sandbox can play. */
export const FAULTS: readonly NamedFault[] = [...COMMON_FAULTS, ...ENTRA_FAULTS, ...STS_FAULTS];

/** @throws WrongUsage when the service has no fault of this name */
export function faultOf(service: SpoiltService, name: string): ServiceFault {
  const own: readonly ServiceFault[] =
    service === 'graph'
      ? [...COMMON_FAULTS, ...GRAPH_FAULTS]
      : FAULTS.filter(({ services }) => services.includes(service));
  const fault = own.find((one) => one.name === name);
  if (fault !== undefined) return fault;
  throw new WrongUsage(
    `${service} has no fault named "${name}". The nearest is "${nearest(own, name)}"; "node dist/sandbox/index.js faults" lists all.`,
  );
}

function nearest(faults: readonly ServiceFault[], name: string): string {
  const names = faults.map((fault) => fault.name);
  return names.reduce((best, one) => (distance(one, name) < distance(best, name) ? one : best));
}

/** How many letters have to be put in, taken out or replaced. */
function distance(from: string, to: string): number {
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [row, letter] of [...from].entries()) {
    const next = [row + 1];
    for (const [column, other] of [...to].entries()) {
      const [replaced = 0, removed = 0] = last.slice(column, column + 2);
      const added = next[column] ?? 0;
      next.push(Math.min(replaced + (letter === other ? 0 : 1), removed + 1, added + 1));
    }
    last = next;
  }
  return last.at(-1) ?? 0;
}
