import { afterAll, jest } from '@jest/globals';

type Faked = NonNullable<Parameters<typeof jest.useFakeTimers>[0]>;

/** All that goes by itself. The time of day stands, for the sandbox and for whatever speaks to it. */
const AS_THEY_ARE = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

/** For the tests of a file: no time passes but what {@link passTime} says. */
export function stopTheClock(): void {
  jest.useFakeTimers({ doNotFake: [...AS_THEY_ARE], now: Date.now() } as Faked);
  afterAll(() => {
    jest.useRealTimers();
  });
}

export function passTime(milliseconds: number): void {
  jest.setSystemTime(Date.now() + milliseconds);
}
