import { spawn } from 'node:child_process';

type Environment = Readonly<Record<string, string | undefined>>;

/** A program and its arguments. */
type OpenCommand = readonly [program: string, ...args: string[]];

/**
 * What opens an address in the person's browser: the program that `BROWSER` names, else the system's own way.
 * The address is the only argument that is not ours, and goes through no shell.
 *
 * @param address https, or http to loopback
 */
export function openCommand(
  address: string,
  environment: Environment,
  system: NodeJS.Platform,
): OpenCommand {
  const chosen = environment['BROWSER'] ?? '';
  if (chosen !== '') return [chosen, address];
  if (system === 'darwin') return ['open', address];
  // Not `cmd /c start`, to which an ampersand means something.
  if (system === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', address];
  return ['xdg-open', address];
}

/** @throws NodeJS.ErrnoException when there is no such program */
export async function openBrowser(address: string, environment: Environment): Promise<void> {
  const [program, ...args] = openCommand(address, environment, process.platform);
  const child = spawn(program, args, {
    detached: true,
    stdio: 'ignore',
    env: { ...environment },
    windowsHide: true,
  });
  child.unref();
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
}
