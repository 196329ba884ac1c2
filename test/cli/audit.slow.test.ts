import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FORMAT_NAMES } from '../../packages/audit/src/index.ts';
import { csvRows } from '../audit/csv-rows.ts';
import {
  type BuiltOrganization,
  buildOrganization,
  READ_ROLE,
  servicesOf,
} from '../audit/organization.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { Home, type Outcome } from './program.ts';

/** Two thousand signed requests take their time on a machine that has other things to do. */
const PATIENCE_MS = 120_000;

const sandbox = await sandboxOfFile();
const ORGANIZATION = ['audit', '--organization', '--role-name', READ_ROLE];

let home: Home;
let built: BuiltOrganization;
beforeAll(() => {
  built = buildOrganization(sandbox, { accounts: 20, roles: 2_000, seed: 17 });
  home = new Home('Node 24', { NODE_EXTRA_CA_CERTS: sandbox.caFile, ...built.keys });
});
afterAll(() => home.close());

const audit = (...args: readonly string[]): Promise<Outcome> =>
  home.run([...ORGANIZATION, ...servicesOf(sandbox), ...args]);

/** `arn: high TRUST_NO_SUB`, for every finding there should be. */
const wanted = () =>
  [...built.expected].flatMap(([arn, found]) => found.map((one) => `${arn}: ${one}`)).sort();

interface Line {
  readonly kind: 'role' | 'unjudged' | 'key';
  readonly arn: string;
  readonly account: string;
  readonly user: string;
  readonly findings: readonly { readonly grade: string; readonly code: string }[];
}

describe('an organization of 20 accounts and 2,000 roles', () => {
  test(
    'json: each role that matches, exactly the bad ones, in the order of the accounts, every request counted',
    async () => {
      const before = sandbox.requests.length;
      const { status, stdout, stderr } = await audit('--json');
      expect([status, stderr]).toEqual([2, expect.stringMatching(/^AWS: with [^\n]+\n$/)]);
      const { lines, totals }: { lines: Line[]; totals: { requests: Record<string, number> } } =
        JSON.parse(stdout);
      const roles = lines.filter(({ kind }) => kind === 'role');
      expect(roles.map(({ arn }) => arn).sort()).toEqual([...built.expected.keys()].sort());
      const found = roles.flatMap(({ arn, findings }) =>
        findings.map(({ grade, code }) => `${arn}: ${grade} ${code}`),
      );
      expect(found.sort()).toEqual(wanted());
      const users = lines.filter(({ kind }) => kind === 'key').map(({ user }) => user);
      expect(users).toEqual(built.users);
      expect(totals).toMatchObject({ roles: 2_020, matching: built.expected.size, unjudged: 0 });
      const counted = Object.values(totals.requests).reduce((sum, one) => sum + one, 0);
      expect(counted).toBe(sandbox.requests.length - before);
      expect(totals.requests).toMatchObject({ GetRole: roles.length, ListAccounts: 1 });
      const accounts = lines.map(({ account }) => account);
      expect([...new Set(accounts)]).toEqual(built.accounts.map(({ id }) => id));
    },
    PATIENCE_MS,
  );

  test.each(FORMAT_NAMES.filter((name) => name !== 'json'))(
    '%s: the same findings',
    async (format) => {
      const { status, stdout } = await audit('--format', format);
      expect(status).toBe(2);
      expect(findingsIn(stdout, format)).toBe(wanted().length + built.users.length);
    },
    PATIENCE_MS,
  );
});

/** How many findings a report shows. */
function findingsIn(text: string, format: (typeof FORMAT_NAMES)[number]): number {
  switch (format) {
    case 'json':
      return text.split('"code":').length - 1;
    case 'sarif':
      return JSON.parse(text).runs[0].results.length;
    case 'html':
      return [...text.matchAll(/<li class="finding">|<h3>stored key/g)].length;
    case 'csv':
      return csvRows(text).filter((row) => /^(high|medium|low)$/.test(row[6] ?? '')).length;
    case 'table':
      return [
        ...text.matchAll(
          /^(?: {2}(?:high|medium|low) [A-Z_]+|(?:high|medium|low) {2}stored key)/gm,
        ),
      ].length;
  }
}
