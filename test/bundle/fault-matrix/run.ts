// Prints the fault matrix: `npm run faults`, or with a part of a fault's name `npm run faults -- tls`.
import { rowsOn, runMatrix, sampleOn } from './matrix.ts';
import { HEADING, tableLine } from './table.ts';

const part = process.argv[2] ?? '';
const rows = [...rowsOn('Node 24'), ...sampleOn('Node 20')].filter(({ fault }) =>
  fault.includes(part),
);
if (rows.length > 0) console.log(HEADING);
else console.error(`No fault has "${part}" in its name; docs/sandbox.md lists them.`);
const results = await runMatrix(rows, (result) => console.log(tableLine(result)));
const wrong = results.filter((result) => result.wrong.length > 0);
for (const { service, host, fault, message } of wrong) {
  console.log(`\n${service} ${fault} on ${host}\n  ${message}`);
}
console.log(`\n${results.length} rows, ${wrong.length} wrong`);
if (wrong.length > 0 || results.length === 0) process.exitCode = 1;
