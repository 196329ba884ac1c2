import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InputProblem } from '../../../packages/core/src/1-inputs/input-problem.ts';
import {
  parseServiceAddress,
  SettingsReader,
} from '../../../packages/core/src/1-inputs/settings-reader.ts';
import { testAccepted, testAnyText, testRefused } from './parser-tests.ts';

const parseWord = (text: string) => {
  if (/^\w+$/.test(text)) return text;
  throw new InputProblem('is no word', 'Write one.');
};
const read = (environment: Readonly<Record<string, string>>) => {
  const reader = new SettingsReader(environment);
  return reader.finish<{ first: string; second: string | undefined }>(
    {
      first: reader.required('FIRST', parseWord),
      second: reader.optional('SECOND', parseWord, undefined),
    },
    (wrong) => new Error(wrong),
  );
};

describe('settings', () => {
  test('are read without the white space around them', () => {
    expect(read({ FIRST: ' a\n', SECOND: ' ' })).toEqual({ first: 'a', second: undefined });
  });

  test('are refused for all that is wrong, each with what to do', () => {
    expect(() => read({ SECOND: 'a b' })).toThrow(
      'FIRST is not set. SECOND is no word. Write one.',
    );
  });

  test('are right, or an error says which is not, whatever they are', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (first, second) => {
        const isRight = /^\w+$/.test(first.trim()) && /^\w*$/.test(second.trim());
        const attempt = () => read({ FIRST: first, SECOND: second });
        if (isRight) expect(attempt().first).toBe(first.trim());
        else expect(attempt).toThrow(/^(?:FIRST|SECOND) is /);
      }),
    );
  });

  test('that a parser stumbles over are a defect, and not the setting’s fault', () => {
    const reader = new SettingsReader({ FIRST: 'a' });
    expect(() =>
      reader.required('FIRST', () => {
        throw new TypeError('defect');
      }),
    ).toThrow(TypeError);
  });
});

describe('the address of a service', () => {
  testAccepted(parseServiceAddress, [
    ['a host', 'https://graph.microsoft.com', new URL('https://graph.microsoft.com/')],
    ['a port', 'https://localhost:8443/', new URL('https://localhost:8443/')],
  ]);
  testRefused(parseServiceAddress, [
    ['plain http', 'http://graph.microsoft.com', /not an https address/],
    ['a path', 'https://graph.microsoft.com/v1.0', /not an https address/],
    ['a query', 'https://graph.microsoft.com/?a', /not an https address/],
    ['a password', 'https://u:p@graph.microsoft.com', /not an https address/],
    ['a name alone', 'graph.microsoft.com', /not an https address/],
  ]);
  testAnyText(parseServiceAddress);
});
