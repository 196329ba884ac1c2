import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { recordOf } from '../../../packages/core/src/5-publish/clean-up-record.ts';
import { parseRecord, stillHolds } from '../../../packages/core/src/5-publish/recalled-record.ts';

test('the record leads back to no value', () => {
  const mine = [
    { name: 'AWS_ACCESS_KEY_ID', value: 'ASIAMINE', secret: false },
    { name: 'AWS_REGION', value: 'eu-west-1', secret: false },
  ];
  expect(JSON.stringify(recordOf(mine, () => '', '', 'key'))).not.toContain('ASIAMINE');
});

test('what was given is known again, whatever it is, and nothing else is', () => {
  const text = fc.string({ unit: 'binary', maxLength: 100 });
  const key = fc.stringMatching(/^[0-9a-f]{32}$/);
  fc.assert(
    fc.property(text, text, key, (given, other, secret) => {
      const set = [{ name: 'AWS_REGION', value: given, secret: false }];
      const record = parseRecord(JSON.stringify(recordOf(set, () => '', '', secret)));
      const [variable] = record?.variables ?? [];
      if (variable === undefined) throw new Error('the record has no variable');
      expect(stillHolds(variable, given, secret)).toBe(true);
      expect(stillHolds(variable, other, secret)).toBe(other === given);
    }),
  );
});
