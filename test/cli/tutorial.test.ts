import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { TwoTerminals, tutorialOf } from './tutorial.ts';

jest.setTimeout(120_000);

interface Page {
  readonly page: string;
  /** What follows `sandbox serve`. */
  readonly serve: readonly string[];
  /** What each block leaves on the terminal, in the order of the page. */
  readonly leaves: readonly RegExp[];
}

const PAGES: readonly Page[] = [
  {
    page: 'docs/command-line.md',
    serve: [],
    leaves: [
      /✓ Trust policy/,
      /assumed-role\/Deploy\/CommandLine-exec\n[\s\S]*from the variables AWS_ACCESS_KEY_ID/,
      /from the credential_process of the profile "entra-aws-creds"/,
      /"AWS_SESSION_TOKEN": "/,
      /Wrote the profile sandbox[\s\S]*CommandLine-[\s\S]*has no profile sandbox any more/,
      /high TRUST_NO_SUB \(Statement, standard-input:3\)[\s\S]*exit status 2/,
      /EAC_ENTRA_AUDIENCE_UNKNOWN[\s\S]*exit status 1/,
    ],
  },
  {
    page: 'docs/set-up.md',
    serve: ['empty'],
    leaves: [
      /\+ Entra application "web"[\s\S]*\+ Role [\s\S]*sub = \(known after/,
      /Proved: [\s\S]*client-id: [\s\S]*roleToAssume: /,
      /there is nothing to do\./,
      /✓ Trust policy\n[\s\S]*no findings/,
      /assumed-role\/deploy\/CommandLine-exec\n/,
      /- Role [\s\S]*- Deleted Entra application "web", for good/,
      /\+ Entra application "web"[\s\S]*\+ Identity provider/,
    ],
  },
];

describe.each(PAGES)('$page', ({ page, serve, leaves }) => {
  const { text, commands } = tutorialOf(page);

  test('says how to start it, and has a block for each thing to see', () => {
    expect(text).toContain(`node dist/cli/index.js ${['sandbox', 'serve', ...serve].join(' ')}\n`);
    expect(commands).toHaveLength(leaves.length);
  });

  describe.each(['Node 20', 'Node 24'] as const)('typed on %s', (node) => {
    let terminals: TwoTerminals;
    beforeAll(async () => {
      terminals = await TwoTerminals.open(node, serve);
    });
    afterAll(() => terminals[Symbol.asyncDispose]());

    test('what is printed is what the page shows', () => {
      const [, shown = ''] = /^```text\n(export [\s\S]*?)^```$/m.exec(text) ?? [];
      const names = shown.match(/(?<=export )\w+/g) ?? [];
      expect(terminals.pasted.match(/(?<=export )\w+/g)).toEqual(expect.arrayContaining(names));
      expect(names.length).toBeGreaterThan(3);
    });

    test.each(commands.map((command, index) => [command, leaves[index] ?? /^$/] as const))(
      '%s',
      async (command, leaving) => {
        const { status, stdout } = await terminals.type(command);
        expect([status, stdout]).toEqual([0, expect.stringMatching(leaving)]);
      },
    );
  });
});
