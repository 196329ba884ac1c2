import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseDefaults } from '../../packages/cli/src/flags/defaults-file.ts';
import { parseFlags } from '../../packages/cli/src/flags/flag-values.ts';
import { WrongUsage } from '../../packages/cli/src/wrong-usage.ts';

const FLAGS = [
  { name: 'role-to-assume', value: 'ARN', means: 'a role' },
  { name: 'tenant-id', value: 'TENANT', means: 'a tenant' },
  { name: 'role-chain', value: 'ARN', means: 'more', repeated: true },
  { name: 'json', means: 'as JSON' },
];
const SECRETS = ['certificate', 'certificate-password'];
const parse = (...args: readonly string[]) => parseFlags(args, FLAGS, SECRETS);

/** What it is refused with; a test fails where it is taken. */
function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof WrongUsage) return `${error.message} ${error.hint}`.trim();
    throw error;
  }
  throw new Error('it was taken');
}

describe('flags', () => {
  test('are written with a space or an equals sign, and end at two dashes', () => {
    const { flags, operands } = parse(
      '--tenant-id',
      'a=b',
      '--role=r=1',
      'x',
      '--',
      '--json',
      '--',
    );
    expect([flags.value('tenant-id'), flags.value('role-to-assume')]).toEqual(['a=b', 'r=1']);
    expect([flags.has('json'), operands]).toEqual([false, ['x', '--json', '--']]);
  });

  test('are repeated where they are lists, and only there', () => {
    expect(parse('--role-chain', 'a', '--role-chain=b').flags.values('role-chain')).toEqual([
      'a',
      'b',
    ]);
    expect(refusal(() => parse('--tenant-id', 'a', '--tenant-id', 'b'))).toBe(
      '--tenant-id is given more than once.',
    );
  });

  test.each([
    [['--tenent-id', 'x'], '--tenent-id is not a flag of this command. Did you mean --tenant-id?'],
    [['--tenant-id'], '--tenant-id needs a value: --tenant-id TENANT.'],
    [['--tenant-id', '--json'], '--tenant-id needs a value: --tenant-id TENANT.'],
    [['--tenant-id='], '--tenant-id needs a value: --tenant-id TENANT.'],
    [['--json=yes'], '--json takes no value.'],
    [['-r', 'x'], 'Unknown flag; flags begin with two dashes.'],
    [['--s3cr3t+Value/x'], 'Unknown flag; flags begin with two dashes.'],
  ])('%j is refused in a sentence', (args, says) => {
    expect(refusal(() => parse(...args))).toBe(says);
  });

  test.each(SECRETS)('the value of --%s is never taken, and never repeated', (name) => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), fc.boolean(), (secret, joined) => {
        const given = joined ? [`--${name}=${secret}`] : [`--${name}`, secret];
        const said = refusal(() => parse(...given));
        const [empty = ''] = [refusal(() => parse(`--${name}`))];
        expect(said).toBe(empty);
      }),
    );
  });

  test('whatever the words are, they are taken or refused in a sentence', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('--', '-', '--json', '--tenant-id', '--role=', '--role-chain'),
      fc.string().map((text) => `--${text}`),
    );
    fc.assert(
      fc.property(fc.array(word), (words) => {
        try {
          const { operands } = parse(...words);
          expect(operands.every((one) => words.includes(one))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(WrongUsage);
          expect((error as WrongUsage).message).toMatch(/^[^\n]+\.$/);
        }
      }),
    );
  });

  test('what is written is what is read', () => {
    const value = fc.string({ minLength: 1 }).filter((text) => !text.startsWith('-'));
    fc.assert(
      fc.property(value, fc.array(value), fc.array(fc.string()), (tenant, chain, operands) => {
        const given = [
          ...chain.flatMap((one) => ['--role-chain', one]),
          `--tenant-id=${tenant}`,
          '--json',
          '--',
          ...operands,
        ];
        const read = parse(...given);
        expect(read.flags.value('tenant-id')).toBe(tenant);
        expect(read.flags.values('role-chain')).toEqual(chain);
        expect([read.flags.has('json'), read.operands]).toEqual([true, operands]);
      }),
    );
  });
});

describe('a defaults file', () => {
  const read = (text: string) => parseDefaults(text, 'pipeline.json');

  test('holds texts, numbers, lists of lines, and JSON as it is', () => {
    const defaults = read(
      '{"role":"arn:x","role-duration-seconds":900,"role-chain":["a","b"],"custom-tags":{"Team":"web"}}',
    );
    expect([...defaults].map(([name, { text }]) => [name, text])).toEqual([
      ['role-to-assume', 'arn:x'],
      ['role-duration-seconds', '900'],
      ['role-chain', 'a\nb'],
      ['custom-tags', '{"Team":"web"}'],
    ]);
  });

  test('has its paths begin at its folder', () => {
    const defaults = parseDefaults('{"certificate-path":"key.pem"}', '/etc/pipeline/inputs.json');
    expect(defaults.get('certificate-path')?.text).toBe('/etc/pipeline/key.pem');
    const absolute = parseDefaults('{"certificate-path":"/key.pem"}', '/etc/pipeline/inputs.json');
    expect(absolute.get('certificate-path')?.text).toBe('/key.pem');
  });

  test.each([
    ['[]', '"pipeline.json" is not a JSON object of inputs by name.'],
    ['{', '"pipeline.json" is not a JSON object of inputs by name.'],
    ['{"role":null}', 'In "pipeline.json", role is null, which means nothing.'],
    ['{"rolle":"x"}', '"pipeline.json" holds "rolle", which is not an input.'],
    [
      '{"certificate-password":"hunter2-hunter2"}',
      '"pipeline.json" holds certificate-password, which is a secret. Keep it in a file of its own and name that: --certificate-password-file PATH.',
    ],
  ])('%s is refused in a sentence', (text, says) => {
    expect(refusal(() => read(text))).toBe(says);
  });
});
