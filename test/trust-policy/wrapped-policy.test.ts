import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parsePolicyFile, parsePolicyText } from '../../packages/trust-policy/src/index.ts';
import { allow } from './fixtures.ts';

const document = { Version: '2012-10-17', Statement: [allow({ Sid: 'One' }), allow()] };
const text = JSON.stringify(document, null, 2);
const plain = parsePolicyText(text);
const shifted = (by: number) => new Map([...plain.lines].map(([path, line]) => [path, line + by]));

describe('parsePolicyFile', () => {
  test('reads a policy like parsePolicyText', () => {
    expect(parsePolicyFile(text)).toEqual(plain);
    expect(parsePolicyFile(`\uFEFF${text}`)).toEqual(plain);
    expect(parsePolicyFile(encodeURIComponent(text))).toEqual(plain);
  });

  test('finds it in what the AWS CLI prints, on the lines of the file', () => {
    const printed = `{"Role": {\n"RoleName": "a", "AssumeRolePolicyDocument":\n${text}}}`;
    expect(parsePolicyFile(printed)).toEqual({ ...plain, lines: shifted(2) });
  });

  test('finds it under its name alone', () => {
    expect(parsePolicyFile(`{"AssumeRolePolicyDocument":\n${text}}`)).toEqual({
      ...plain,
      lines: shifted(1),
    });
  });

  test.each([
    ['a JSON string', JSON.stringify(text)],
    [
      'a JSON string of what the CLI prints',
      JSON.stringify(`{"Role": {"AssumeRolePolicyDocument": ${text}}}`),
    ],
    ['an encoded document', JSON.stringify({ AssumeRolePolicyDocument: encodeURIComponent(text) })],
    ['a string under its name', JSON.stringify({ Role: { AssumeRolePolicyDocument: text } })],
  ])('finds it in %s', (_, wrapped) => {
    const { policy, problems } = parsePolicyFile(wrapped);
    expect({ policy, problems }).toEqual({ policy: plain.policy, problems: [] });
  });

  test('what is in a string is on the line of the string', () => {
    const { lines } = parsePolicyFile(`\n\n${JSON.stringify(text)}`);
    expect(new Set(lines.values())).toEqual(new Set([3]));
  });

  test.each(['"x"', '{"Role": {}}', '{"AssumeRolePolicyDocument": "%7B%"}', '"\\"\\\\\\"\\""'])(
    'says what is wrong with %s',
    (wrong) => {
      expect(parsePolicyFile(wrong)).toMatchObject({ policy: undefined });
      expect(parsePolicyFile(wrong).problems[0]?.fatal).toBe(true);
    },
  );

  test('never throws', () => {
    const leaf = fc.oneof(fc.string(), fc.constant(text), fc.constant(encodeURIComponent(text)));
    const wrapped = fc.oneof(
      fc.json(),
      leaf.map((one) => JSON.stringify(one)),
      leaf.map((one) => JSON.stringify({ AssumeRolePolicyDocument: one })),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(wrapped, (one) => {
        const { policy, problems } = parsePolicyFile(one);
        expect(policy === undefined).toBe(problems.some(({ fatal }) => fatal));
      }),
    );
  });
});
