import { expect, test } from '@jest/globals';
import { readTrustPolicyCheck } from '../../../../packages/core/src/1-inputs/aws/trust-policy-check.ts';
import type { InputName } from '../../../../packages/core/src/1-inputs/input-name.ts';
import { InputReader, isRight } from '../../../../packages/core/src/1-inputs/input-reader.ts';
import { StepFailure } from '../../../../packages/core/src/failure/step-failure.ts';
import { rawInputs } from '../raw-inputs.ts';

const TEXT = '{"Version": "2012-10-17", "Id": "ä"}';

async function read(values: Partial<Record<InputName, string>>, file?: Buffer) {
  const reader = new InputReader(rawInputs(values));
  const check = await readTrustPolicyCheck(reader, {
    environment: {},
    readFile: async () => {
      if (file === undefined) throw Object.assign(new Error('no'), { code: 'ENOENT' });
      return file;
    },
  });
  try {
    reader.finish({});
  } catch (error) {
    if (error instanceof StepFailure) return error;
  }
  if (!isRight(check)) throw new Error('wrong, and nobody said so');
  return check;
}

test('nothing is checked unless it is asked for', async () => {
  expect(await read({})).toEqual({ mode: 'off' });
  expect(await read({ 'trust-policy-check': 'off' })).toEqual({ mode: 'off' });
});

test.each(['warn', 'enforce'])('%s asks IAM, or reads the file', async (mode) => {
  const fromIam = await read({ 'trust-policy-check': mode });
  expect(fromIam).toMatchObject({ mode, source: { kind: 'iam' } });
  const inputs = { 'trust-policy-check': mode, 'trust-policy-file': 'trust.json' };
  const source = { kind: 'file', path: 'trust.json', text: TEXT };
  expect(await read(inputs, Buffer.from(TEXT))).toEqual({ mode, source, allowed: [] });
  expect(await read(inputs, Buffer.from(`\uFEFF${TEXT}`))).toEqual({ mode, source, allowed: [] });
  expect(await read(inputs, Buffer.from(`\uFEFF${TEXT}`, 'utf16le'))).toEqual({
    mode,
    source,
    allowed: [],
  });
});

test.each([
  ['a word that is none', { 'trust-policy-check': 'Warn' }, 'EAC_INPUT_INVALID', /off, warn or/],
  ['a file that nobody looks at', { 'trust-policy-file': 'a' }, 'EAC_INPUT_CONFLICT', /is off/],
  [
    'a principal that nobody asks for',
    { 'trust-policy-allowed-principals': 'ec2.amazonaws.com' },
    'EAC_INPUT_CONFLICT',
    /is off/,
  ],
  [
    'an endpoint that nobody asks',
    { 'iam-endpoint': 'https://a.b' },
    'EAC_INPUT_CONFLICT',
    /is off/,
  ],
  [
    'an endpoint beside a file',
    { 'trust-policy-check': 'warn', 'trust-policy-file': 'a', 'iam-endpoint': 'https://a.b' },
    'EAC_INPUT_CONFLICT',
    /with a file IAM is not called/,
  ],
  [
    'everyone',
    { 'trust-policy-check': 'enforce', 'trust-policy-allowed-principals': '*' },
    'EAC_INPUT_INVALID',
    /matches more than one principal.*never passes/,
  ],
  [
    'a file that is not there',
    { 'trust-policy-check': 'warn', 'trust-policy-file': 'a.json' },
    'EAC_TRUST_POLICY_FILE',
    /"a\.json".*ENOENT/,
  ],
  [
    'a policy in place of its path',
    { 'trust-policy-check': 'warn', 'trust-policy-file': '$(policy)' },
    'EAC_INPUT_NOT_EXPANDED',
    /\$\(policy\)/,
  ],
] as const)('%s is told', async (_, values, code, message) => {
  const failure = await read(values);
  expect(failure).toBeInstanceOf(StepFailure);
  expect(failure).toMatchObject({ code });
  expect((failure as StepFailure).describe()).toMatch(message);
});

test.each([
  ['is not text', Buffer.from([0x7b, 0xff, 0x7d]), /not text/],
  ['is too large', Buffer.alloc(1024 * 1024 + 1, 0x20), /1048577 bytes/],
])('a file that %s is told', async (_, bytes, message) => {
  const failure = await read({ 'trust-policy-check': 'warn', 'trust-policy-file': 'a' }, bytes);
  expect(failure).toMatchObject({ code: 'EAC_TRUST_POLICY_FILE' });
  expect((failure as StepFailure).message).toMatch(message);
});
