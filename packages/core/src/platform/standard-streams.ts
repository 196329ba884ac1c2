import { writeSync } from 'node:fs';
import process from 'node:process';

/** Of standard output and error. */
const DESCRIPTORS = { stdout: 1, stderr: 2 } as const;

/**
 * Writes without the streams of Node, which take a tenth as long to load as all of an empty Node, where the
 * reader keeps up. A reader that has seen enough (`… | head -1`) is no reason to fail.
 */
export function writeAtOnce(stream: 'stdout' | 'stderr', text: string): void {
  let rest = Buffer.from(text);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(DESCRIPTORS[stream], rest));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EPIPE') return;
    if (code !== 'EAGAIN') throw error;
    // The reader is slower than we are: Node waits for it.
    process[stream].on('error', ignoreClosed).write(rest);
  }
}

function ignoreClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
