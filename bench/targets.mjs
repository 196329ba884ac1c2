import { OIDC_TOKEN, TOKEN_FILE } from './peers.mjs';
import { table } from './table.mjs';

const ACTION = 'GitHub Action';
const EMPTY = 'an empty `node`';
const TWO = 2;

/** What was measured before, what is to be reached, and where it is found in the figures of a run. */
const TARGETS = [
  {
    what: `no latency, to ${TOKEN_FILE}`,
    goals: [0.68, 0.6, 0.52],
    reached: ({ noLatency }) => noLatency.ratio(ACTION, TOKEN_FILE),
  },
  {
    what: 'no latency, to the floor',
    goals: [1.55, 1.4, 1.25],
    reached: ({ noLatency }) => noLatency.ratio(ACTION, 'floor'),
  },
  {
    what: `50 ms, to ${OIDC_TOKEN}`,
    goals: [0.5, 0.47, 0.45],
    reached: ({ latency }) => latency.ratio(ACTION, OIDC_TOKEN),
  },
  {
    what: `clean-up, to ${EMPTY}`,
    goals: [1.5, 1.25, 1.15],
    reached: ({ noLatency }) => noLatency.ratio('GitHub Action, clean-up', EMPTY),
  },
  {
    what: '100 roles, to one',
    goals: [1.97, 1.7, 1.4],
    reached: ({ scale }) => scale.ratio('100', '1'),
  },
  {
    what: 'bytes a job downloads, MB',
    goals: [1.58, 0.8, 0.5],
    reached: ({ downloadBytes }) => downloadBytes / 1e6,
  },
  {
    what: 'peak memory, MiB',
    goals: [62, 58, 55],
    digits: 0,
    reached: ({ noLatency }) => noLatency.mebibytes(ACTION),
  },
  {
    what: `\`credential-process\` from the cache, to ${EMPTY}`,
    goals: [undefined, 1.6, 1.3],
    reached: ({ commandLine }) =>
      commandLine.ratio('command line, `credential-process` from its cache', EMPTY),
  },
  {
    what: "`refresh`'s first renewal, to the step",
    goals: [undefined, 1, 0.9],
    reached: ({ commandLine }) => commandLine.ratio('`refresh`, first renewal', ACTION),
  },
];

/** @returns the lines of a table */
export function targetTable(figures) {
  const rows = TARGETS.map(({ what, goals, digits = TWO, reached }) => [
    what,
    ...[...goals, reached(figures)].map((number) => number?.toFixed(digits) ?? '–'),
  ]);
  return table(['', 'before', 'target', 'stretch', 'reached'], rows);
}
