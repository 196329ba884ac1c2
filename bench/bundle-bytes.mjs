import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { table } from './table.mjs';

/** What is read at the start of a step, and what only when it is needed. */
export function bundleBytes(dist) {
  const rows = readdirSync(dist).map((name) => {
    const files = readdirSync(join(dist, name)).filter((file) => file.endsWith('.js'));
    const sizes = files.map((file) => statSync(join(dist, name, file)).size);
    const entry = statSync(join(dist, name, 'index.js')).size;
    const kilobytes = (bytes) => (bytes / 1000).toFixed(1);
    return [`\`${name}\``, kilobytes(entry), kilobytes(sizes.reduce((sum, size) => sum + size))];
  });
  return table(['bundle', 'entry, kB', 'with all that is loaded when needed, kB'], rows);
}
