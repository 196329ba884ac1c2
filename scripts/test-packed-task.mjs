// Packs the extension, unpacks it elsewhere, and runs every test of the task's bundle on what came out: npm run test:vsix
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import JSZip from 'jszip';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'packed-task-'));
try {
  const vsix = join(scratch, 'extension.vsix');
  execFileSync(process.execPath, [join(root, 'scripts/package-ado.mjs'), vsix], {
    stdio: 'inherit',
  });
  const { files } = await JSZip.loadAsync(readFileSync(vsix));
  for (const [name, entry] of Object.entries(files)) {
    const path = join(scratch, 'unpacked', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await entry.async('nodebuffer'));
  }
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const { status } = spawnSync(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--experimental-vm-modules',
      jest,
      'test/bundle',
      '--testNamePattern=Azure Pipelines',
      ...process.argv.slice(2),
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, TASK_DIRECTORY: join(scratch, 'unpacked/EntraAwsCreds') },
    },
  );
  process.exitCode = status ?? 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
