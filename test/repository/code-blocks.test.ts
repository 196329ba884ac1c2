import { spawnSync } from 'node:child_process';
import { parsePolicy } from '@entra-aws-creds/trust-policy';
import { describe, expect, test } from '@jest/globals';
import { parseSync } from '@swc/core';
import { parseAllDocuments } from 'yaml';
import { type CodeBlock, codeBlocks, DOCUMENTS } from './documented-pages.ts';
import { unbalanced } from './script-balance.ts';

/** What must hold of a block of each language that the pages use; `text` and `mermaid` are for people. */
const CHECKS: Readonly<Record<string, (text: string) => void>> = {
  yaml: (text) => {
    for (const { errors, warnings } of parseAllDocuments(text)) {
      expect([...errors, ...warnings]).toEqual([]);
    }
  },
  json: (text) => {
    const document: unknown = JSON.parse(text);
    if (/"Principal"[\s\S]*"Action"/.test(text)) expectTrustPolicy(document);
  },
  sh: expectShell,
  bash: expectShell,
  powershell: (text) => expect(unbalanced(text, 'powershell')).toBeUndefined(),
  hcl: (text) => expect(unbalanced(text, 'hcl')).toBeUndefined(),
  ts: (text) => expect(parseSync(text, { syntax: 'typescript' }).body).not.toEqual([]),
  sql: (text) => expect(text).toMatch(/^SELECT [\s\S]+\nFROM \w+\nWHERE [\s\S]+$/),
  dockerfile: (text) => expect(text).toMatch(/^FROM \S+\n(RUN|COPY|USER|ENV) /),
  groovy: (text) => expect(unbalanced(text, 'groovy')).toBeUndefined(),
  crontab: (text) => expect(text).toMatch(/^(\S+ ){5}\/\S+/),
};
const FOR_PEOPLE = ['text', 'mermaid', 'diff', 'kusto'];

/** Whole, or one statement of it. */
function expectTrustPolicy(document: unknown): void {
  const isWhole = Object.hasOwn(document as object, 'Statement');
  const policy = isWhole ? document : { Version: '2012-10-17', Statement: [document] };
  const { problems } = parsePolicy(policy);
  expect(problems).toEqual([]);
}

function expectShell(text: string): void {
  const { status, stderr } = spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  // To zsh, which macOS has, a letter after it is a modifier: $issuer:aud is a path.
  expect(text).not.toMatch(/\$\w+:[a-z]/);
}

const blocks = DOCUMENTS.flatMap(codeBlocks);

test('every block says its language', () => {
  const known = new Set([...Object.keys(CHECKS), ...FOR_PEOPLE]);
  for (const { page, line, language } of blocks) {
    expect([page, line, known.has(language) || language]).toEqual([page, line, true]);
  }
});

describe.each(DOCUMENTS)('%s', (page) => {
  const own = codeBlocks(page).filter(({ language }) => Object.hasOwn(CHECKS, language));
  test.each([
    ...own.map((one) => [`line ${one.line}, ${one.language}`, one] as const),
    ['end', null] as const,
  ])('the block in %s is right', (_, block) => {
    if (block !== null) CHECKS[block.language]?.(block.text);
  });
});

/** Pages whose commands readers type themselves, on whichever system. */
const FOR_BOTH_SHELLS = [
  'docs/set-up-by-hand.md',
  'docs/security.md',
  'docs/leaving-the-toolkit.md',
];

describe.each(FOR_BOTH_SHELLS)('%s', (page) => {
  const commands = codeBlocks(page).filter(({ language }) => /^(sh|powershell)$/.test(language));

  test('has PowerShell after every command of a shell', () => {
    const shells = commands.map(({ language }) => language);
    expect(shells).toEqual(shells.map((_, index) => (index % 2 === 0 ? 'sh' : 'powershell')));
    expect(shells.length % 2).toBe(0);
  });

  test('writes the same documents in both', () => {
    const documents = ({ text }: CodeBlock) =>
      [...text.matchAll(/(?:<<JSON|@")\n([\s\S]*?)\n(?:JSON$|"@)/gm)].map(([, json = '']) =>
        JSON.parse(json.replaceAll(/\$\{(\w+)\}/g, '$$$1')),
      );
    for (let index = 0; index < commands.length; index += 2) {
      const [shell, powershell] = commands.slice(index, index + 2);
      if (shell && powershell) expect(documents(powershell)).toEqual(documents(shell));
    }
  });

  test('has the same programs in both', () => {
    const programs = ({ text }: CodeBlock) =>
      [...text.matchAll(/\b(?:aws [a-z-]+ [a-z-]+|az ad [a-z-]+(?: [a-z-]+)*|gh [a-z]+ [a-z]+)/g)]
        .map(([program]) => program.replace(/ --.*/, ''))
        .toSorted();
    for (let index = 0; index < commands.length; index += 2) {
      const [shell, powershell] = commands.slice(index, index + 2);
      if (shell && powershell) expect(programs(powershell)).toEqual(programs(shell));
    }
  });
});
