// Installs the real clients that can be had here, and holds them against what the step leaves.
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireDependencies } from './fresh-clone.mjs';

requireDependencies();

const root = fileURLToPath(new URL('..', import.meta.url));
execFileSync(process.execPath, [join(root, 'test/node-versions/install.mjs')], {
  stdio: 'inherit',
});

// Node 24 runs TypeScript as it stands.
const node = join(root, 'test/node-versions/node_modules/node-24/bin/node');
const clients = join(root, 'test/clients/run.ts');
const options = ['--disable-warning=ExperimentalWarning', '--conditions=source'];
const { status } = spawnSync(node, [...options, clients, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
