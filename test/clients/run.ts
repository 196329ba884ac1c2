// Holds real clients against what the step leaves: `npm run test:clients`, and with `-- --write` into the page too.
import { spawnSync } from 'node:child_process';
import { type Client, install } from './client.ts';
import { CLIENTS } from './clients.ts';
import { compatibilityTable, pageHolds, writePage } from './compatibility-page.ts';
import { runMatrix, runRivals } from './matrix.ts';
import { SCENARIOS } from './scenarios.ts';

const write = process.argv.includes('--write');
const there = CLIENTS.filter((client) => {
  const reason = reasonToSkip(client);
  if (reason !== undefined) console.log(`SKIPPED ${client.name} ${client.version}: ${reason}`);
  return reason === undefined;
});

const findings = await runMatrix(there, SCENARIOS, ({ client, scenario, seen, right }) =>
  console.log(`${right ? 'ok     ' : 'WRONG  '} ${client.name}, ${scenario.heading}: ${seen}`),
);
const rivals = await runRivals(there, ({ rival, seen, right }) => {
  const value = rival.blank ? 'blank' : 'hostile';
  console.log(
    `${right ? 'ok     ' : 'WRONG  '} ${rival.names.join(', ')} ${value} after ${rival.after}, ${rival.client}: ${seen}`,
  );
});
const rows = compatibilityTable(findings);
if (write) {
  if (there.length < CLIENTS.length) throw new Error('Not every client is there to write of.');
  writePage(rows);
}
const wrong = [...findings, ...rivals].filter(({ right }) => !right);
const stale = !pageHolds(rows);
if (stale) console.log('docs/compatibility.md says otherwise: npm run test:clients -- --write');
console.log(
  `${findings.length} findings, ${wrong.length} wrong, ${CLIENTS.length - there.length} clients skipped`,
);
if (wrong.length > 0 || stale || findings.length === 0) process.exitCode = 1;

function reasonToSkip(client: Client): string | undefined {
  const missing = client.needs.filter((program) => spawnSync('which', [program]).status !== 0);
  if (missing.length > 0) return `there is no ${missing.join(' and no ')} here`;
  try {
    install(client);
    return undefined;
  } catch (error) {
    return `it cannot be installed here (${error instanceof Error ? error.message.split('\n')[0] : error})`;
  }
}
