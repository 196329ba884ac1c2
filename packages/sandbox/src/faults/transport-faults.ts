import { BOTH, type NamedFault } from './named-fault.ts';

const MEGABYTE = 1024 * 1024;

/** Below HTTP: connections that break, stall or say something else. */
export const TRANSPORT_FAULTS: readonly NamedFault[] = [
  {
    name: 'delay',
    does: 'answers as usual, half a second late',
    services: BOTH,
    spoil: () => ({ fault: 'delay', milliseconds: 500 }),
  },
  {
    name: 'hang',
    does: 'accepts the request and never answers',
    services: BOTH,
    spoil: () => ({ fault: 'hang' }),
  },
  {
    name: 'hang-once',
    does: 'does not answer the first request, and the next one as usual',
    services: BOTH,
    first: 1,
    spoil: () => ({ fault: 'hang' }),
  },
  {
    name: 'reset',
    does: 'resets each connection before a byte of the answer',
    services: BOTH,
    spoil: () => ({ fault: 'reset' }),
  },
  {
    name: 'reset-once',
    does: 'resets the first connection, and answers the next as usual',
    services: BOTH,
    first: 1,
    spoil: () => ({ fault: 'reset' }),
  },
  {
    name: 'reset-mid-body',
    does: 'resets the connection in the middle of the body',
    services: BOTH,
    spoil: () => ({ fault: 'reset-mid-body' }),
  },
  {
    name: 'truncated',
    does: 'closes cleanly in the middle of the body',
    services: BOTH,
    spoil: () => ({ fault: 'truncate' }),
  },
  {
    name: 'drip',
    does: 'sends its answer one byte per second',
    services: BOTH,
    spoil: () => ({ fault: 'drip', bytes: 1, everyMs: 1_000 }),
  },
  {
    name: 'oversized',
    does: 'answers with 32 megabytes',
    services: BOTH,
    spoil: () => ({ fault: 'flood', bytes: 32 * MEGABYTE }),
  },
  {
    name: 'no-answer',
    does: 'closes the connection without a byte',
    services: BOTH,
    spoil: () => ({ fault: 'raw', bytes: '' }),
  },
  {
    name: 'not-http',
    does: 'speaks a protocol other than HTTP',
    services: BOTH,
    spoil: () => ({ fault: 'raw', bytes: '220 mail.example ESMTP ready\r\n' }),
  },
  {
    name: 'endless-header',
    does: 'sends a header of a megabyte',
    services: BOTH,
    spoil: () => ({
      fault: 'raw',
      bytes: `HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(MEGABYTE)}\r\n\r\n`,
    }),
  },
];
