import { FAULTS, faultOf } from '../faults/faults.ts';
import type { FaultyService, NamedFault } from '../faults/named-fault.ts';
import { WrongUsage } from '../wrong-usage.ts';

/** Prints every fault that `serve` can play. */
export async function faults(): Promise<void> {
  const width = Math.max(...FAULTS.map(({ name }) => name.length));
  const lines = FAULTS.map(
    ({ name, does, services }) =>
      `  ${name.padEnd(width)}  ${services.join(', ').padEnd('entra, sts'.length)}  The service ${does}.`,
  );
  process.stdout.write(
    `Faults to play with "serve entra={fault}" or "serve sts={fault}":\n\n${lines.join('\n')}\n`,
  );
}

/** What `serve` was asked to play. */
export interface ChosenFault {
  readonly service: FaultyService;
  readonly fault: NamedFault;
}

/** @throws WrongUsage when `text` is not `entra={fault}` or `sts={fault}` */
export function parseChosenFault(text: string): ChosenFault {
  const [, service, name] = /^(entra|sts)=(.+)$/.exec(text) ?? [];
  if ((service === 'entra' || service === 'sts') && name !== undefined) {
    return { service, fault: faultOf(service, name) };
  }
  throw new WrongUsage(
    `"${text}" is not a fault: write entra={fault} or sts={fault}. "node dist/sandbox/index.js faults" lists all.`,
  );
}
