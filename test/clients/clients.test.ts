import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { isInstalled } from './client.ts';
import { CLIENTS } from './clients.ts';
import { compatibilityTable, PAGE, pageHolds } from './compatibility-page.ts';
import { type Finding, isMeant, type RivalFinding, runMatrix, runRivals } from './matrix.ts';
import { RIVAL_CASES } from './rival-cases.ts';
import { SCENARIOS } from './scenarios.ts';

const THERE = CLIENTS.filter(isInstalled);
const TWENTY_MINUTES = 1_200_000;

describe('what the step left, as real clients read it', () => {
  let findings: readonly Finding[];
  let rivals: readonly RivalFinding[];
  beforeAll(async () => {
    if (THERE.length === 0) return;
    findings = await runMatrix(THERE, SCENARIOS, () => {});
    rivals = await runRivals(THERE, () => {});
  }, TWENTY_MINUTES);

  for (const client of CLIENTS) {
    const title = `${client.name} ${client.version}`;
    if (!THERE.includes(client)) {
      test.skip(`${title}: not here, "npm run test:clients" installs it`, () => {});
      continue;
    }
    test(title, () => {
      const own = findings.filter((finding) => finding.client === client);
      const wrong = own.filter(({ right }) => !right);
      expect(wrong.map(({ scenario, seen }) => `${scenario.heading}: ${seen}`)).toEqual([]);
      expect(own).toHaveLength(SCENARIOS.filter((scenario) => isMeant(client, scenario)).length);
      expect(pageHolds(compatibilityTable(own))).toBe(true);
    });
  }

  for (const rival of RIVAL_CASES) {
    const title = `${rival.names.join(', ')} ${rival.blank ? 'blank' : 'hostile'} after ${rival.after} misleads ${rival.client}`;
    const there = THERE.some(({ name }) => name === rival.client);
    (there ? test : test.skip)(title, () => {
      expect(rivals.filter((finding) => finding.rival === rival)).toEqual([
        expect.objectContaining({ right: true }),
      ]);
    });
  }
});

test('every client and every scenario is on the page', () => {
  const pinned = CLIENTS.map(({ name, version }) => `| ${name} | ${version} |`);
  const [heads = ''] = compatibilityTable([]);
  expect(pageHolds([heads])).toBe(true);
  for (const start of pinned) expect(readFileSync(PAGE, 'utf8')).toContain(start);
});
