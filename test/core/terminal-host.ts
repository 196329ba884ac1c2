import type { InputName } from '../../packages/core/src/1-inputs/input-name.ts';
import type { ExchangeHost } from '../../packages/core/src/exchange/told-work.ts';

/** A host that is no CI system, and remembers what it was told. */
export function terminalHost(inputs: Partial<Record<InputName, string>>) {
  const told: string[] = [];
  const tell = (line: string) => {
    told.push(line);
  };
  const host: ExchangeHost = {
    run: { system: 'CommandLine', place: ['test'], kind: 'run', id: '', attempt: '', job: '' },
    origin: 'terminal',
    jobIdentity: {},
    read: (name) => inputs[name] ?? '',
    label: (name) => `--${name}`,
    mask: () => {},
    currentValue: () => undefined,
    info: () => {},
    warning: tell,
    error: tell,
    fail: tell,
    report: () => {},
  };
  return { host, told };
}
