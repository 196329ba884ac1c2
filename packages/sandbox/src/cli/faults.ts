import { FAULTS, faultOf } from '../faults/faults.ts';
import { GRAPH_FAULTS } from '../faults/graph-faults.ts';
import type { ServiceFault, SpoiltService } from '../faults/named-fault.ts';
import { WrongUsage } from '../wrong-usage.ts';

/** Prints every fault that `serve` can play; Graph has those of both services too. */
export async function faults(): Promise<void> {
  const listed = [
    ...FAULTS.map((fault) => ({ ...fault, where: fault.services.join(', ') })),
    ...GRAPH_FAULTS.map((fault) => ({ ...fault, where: 'graph' })),
  ];
  const width = Math.max(...listed.map(({ name }) => name.length));
  const lines = listed.map(
    ({ name, does, where }) =>
      `  ${name.padEnd(width)}  ${where.padEnd('entra, sts'.length)}  The service ${does}.`,
  );
  process.stdout.write(
    `Faults to play with "serve entra={fault}", "serve graph={fault}" or "serve sts={fault}" (graph has those of "entra, sts" too):\n\n${lines.join('\n')}\n`,
  );
}

/** What `serve` was asked to play. */
interface ChosenFault {
  readonly service: SpoiltService;
  readonly fault: ServiceFault;
}

/** @throws WrongUsage when `text` is not `entra={fault}`, `graph={fault}` or `sts={fault}` */
export function parseChosenFault(text: string): ChosenFault {
  const [, service, name] = /^(entra|graph|sts)=(.+)$/.exec(text) ?? [];
  if (isService(service) && name !== undefined) {
    return { service, fault: faultOf(service, name) };
  }
  throw new WrongUsage(
    `"${text}" is not a fault: write entra={fault}, graph={fault} or sts={fault}. "node dist/sandbox/index.js faults" lists all.`,
  );
}

function isService(name: string | undefined): name is SpoiltService {
  return name === 'entra' || name === 'graph' || name === 'sts';
}
