import type { Platform } from '../../../packages/core/src/platform/platform.ts';

interface Sleeper {
  readonly until: number;
  wake(): void;
}

/** Turns of the event loop that what was woken may need before it reaches for a file or sleeps again. */
const TURNS = 5;

/**
 * Real files, and a time that passes only while nobody is busy with one: however slow the machine is, who
 * sleeps one second wakes before who sleeps two.
 */
export function unhurriedPlatform(real: Platform): Platform {
  const sleepers = new Set<Sleeper>();
  let now = 0;
  let busy = 0;
  let isPassing = false;

  const counted =
    <A extends readonly unknown[], T>(act: (...given: A) => Promise<T>) =>
    async (...given: A): Promise<T> => {
      busy += 1;
      try {
        return await act(...given);
      } finally {
        busy -= 1;
      }
    };

  async function pass(): Promise<void> {
    for (let quiet = 0; sleepers.size > 0; quiet = busy === 0 ? quiet + 1 : 0) {
      if (quiet > TURNS) {
        const next = [...sleepers].reduce((a, b) => (b.until < a.until ? b : a));
        now = next.until;
        next.wake();
        quiet = 0;
      }
      await new Promise(setImmediate);
    }
    isPassing = false;
  }

  return {
    ...real,
    readFile: counted(real.readFile),
    writePrivateFile: counted(real.writePrivateFile),
    createPrivateFile: counted(real.createPrivateFile),
    removeFile: counted(real.removeFile),
    wait: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const sleeper = { until: now + milliseconds, wake: () => done(resolve) };
        const interrupted = () => done(() => reject(signal.reason));
        const done = (end: () => void) => {
          sleepers.delete(sleeper);
          signal.removeEventListener('abort', interrupted);
          end();
        };
        signal.addEventListener('abort', interrupted);
        sleepers.add(sleeper);
        if (isPassing) return;
        isPassing = true;
        void pass();
      }),
  };
}
