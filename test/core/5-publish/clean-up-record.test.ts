import { expect, test } from '@jest/globals';
import { recordOf } from '../../../packages/core/src/5-publish/clean-up-record.ts';

test('the record leads back to no value', () => {
  const mine = [
    { name: 'AWS_ACCESS_KEY_ID', value: 'ASIAMINE', secret: false },
    { name: 'AWS_REGION', value: 'eu-west-1', secret: false },
  ];
  expect(JSON.stringify(recordOf(mine, () => '', '', 'key'))).not.toContain('ASIAMINE');
});
