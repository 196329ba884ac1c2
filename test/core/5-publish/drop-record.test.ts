import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  droppableNames,
  dropRecordFile,
  isHandedOver,
  parseDropRecord,
} from '../../../packages/core/src/5-publish/drop-record.ts';

const NAMES = droppableNames({});
const KEY = '0f'.repeat(16);
const variable = (name: string, value: string) => ({ name, value, secret: false });
const written = (...variables: ReturnType<typeof variable>[]) =>
  dropRecordFile('/temp/own', variables, {}, KEY)?.text ?? '';

test('tells the value that was handed over from every other', () => {
  const record = parseDropRecord(written(variable('AWS_SESSION_TOKEN', 'token')), NAMES);
  if (record === undefined) throw new Error('not read again');
  expect(isHandedOver(record, 'AWS_SESSION_TOKEN', 'token')).toBe(true);
  expect(isHandedOver(record, 'AWS_SESSION_TOKEN', 'other')).toBe(false);
  expect(isHandedOver(record, 'AWS_ACCESS_KEY_ID', 'token')).toBe(false);
});

test('is written for credentials alone', () => {
  expect(written(variable('AWS_REGION', 'eu-west-1'))).toBe('');
});

test('text that no step wrote is no record, and speaks of no other variable', () => {
  const digest = fc.constantFrom('a'.repeat(64), 'a', '');
  const name = fc.constantFrom('AWS_PROFILE', 'PATH', 'AWS_REGION', '__proto__', '');
  const forged = fc.record({
    key: fc.constantFrom(KEY, '', '../..'),
    variables: fc.oneof(fc.array(fc.record({ name, digest }, { requiredKeys: [] })), fc.anything()),
  });
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    forged.map((value) => JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? 0 : one))),
  );
  fc.assert(
    fc.property(text, (any) => {
      for (const one of parseDropRecord(any, NAMES)?.variables ?? []) {
        expect(one.name).toBe('AWS_PROFILE');
        expect(one.digest).toMatch(/^a{64}$/);
      }
    }),
  );
});
