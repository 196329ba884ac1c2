import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeSection } from '../../bench/table.mjs';
import { type Finding, isMeant } from './matrix.ts';
import { SCENARIOS } from './scenarios.ts';

export const PAGE = fileURLToPath(new URL('../../docs/compatibility.md', import.meta.url));
const SECTION = 'clients';

/** A line for each client, a column for each scenario. */
export function compatibilityTable(findings: readonly Finding[]): readonly string[] {
  const heads = ['client', 'version', ...SCENARIOS.map(({ heading }) => heading)];
  const clients = [...new Set(findings.map(({ client }) => client))];
  const rows = clients.map((client) => [
    client.name,
    client.version,
    ...SCENARIOS.map((scenario) => {
      if (!isMeant(client, scenario)) return 'keys win';
      const found = findings.find((one) => one.client === client && one.scenario === scenario);
      return found?.right ? 'yes' : '**no**';
    }),
  ]);
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

/** Whether the page says the same of every client that was there. */
export function pageHolds(rows: readonly string[]): boolean {
  const lines = readFileSync(PAGE, 'utf8').split('\n');
  return rows.every((row) => lines.includes(row));
}

export function writePage(rows: readonly string[]): void {
  writeSection(PAGE, SECTION, rows);
}
