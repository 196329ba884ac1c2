import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { missingPeers } from '../../bench/peers.mjs';

const page = readFileSync(
  fileURLToPath(new URL('../../docs/performance.md', import.meta.url)),
  'utf8',
);
const peers = { 'peer-token-file': 'node a', peer: 'node a', 'peer-task': 'node b' };

test('a run without the peers of a table is not to write it', () => {
  expect(missingPeers(page, ['no-latency'], {})).toEqual([
    '--peer-token-file',
    '--peer',
    '--peer-task',
  ]);
  expect(missingPeers(page, ['no-latency'], { ...peers, peer: undefined })).toEqual(['--peer']);
});

test('a run with all of them, or of tables that name none, is', () => {
  expect(missingPeers(page, ['no-latency', 'latency', 'scale'], peers)).toEqual([]);
  expect(missingPeers(page, ['bytes', 'command-line'], {})).toEqual([]);
});
