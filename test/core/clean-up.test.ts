import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { recordOf } from '../../packages/core/src/5-publish/clean-up-record.ts';
import { type CleanUpHost, cleanUp } from '../../packages/core/src/clean-up.ts';

function job(record: string, variables: Record<string, string>) {
  const warnings: string[] = [];
  const host: CleanUpHost = {
    recall: () => record,
    currentValue: (name) => variables[name],
    exportVariable: (name, value) => {
      variables[name] = value;
    },
    info: () => {},
    warning: (line) => warnings.push(line),
  };
  return { host, variables, warnings };
}

const mine = [
  { name: 'AWS_ACCESS_KEY_ID', value: 'ASIAMINE', secret: false },
  { name: 'AWS_REGION', value: 'eu-west-1', secret: false },
];
const record = JSON.stringify(recordOf(mine, 'key'));

test('blanks what still holds the value of this step', () => {
  const { host, variables } = job(record, {
    AWS_ACCESS_KEY_ID: 'ASIAMINE',
    AWS_REGION: 'eu-west-1',
  });
  cleanUp(host);
  expect(variables).toEqual({ AWS_ACCESS_KEY_ID: '', AWS_REGION: '' });
});

test('leaves what somebody else has set since', () => {
  const { host, variables } = job(record, {
    AWS_ACCESS_KEY_ID: 'ASIAOTHER',
    AWS_REGION: 'eu-west-1',
  });
  cleanUp(host);
  expect(variables).toEqual({ AWS_ACCESS_KEY_ID: 'ASIAOTHER', AWS_REGION: '' });
});

test('does nothing when the main step never came to publish', () => {
  const { host, variables, warnings } = job('', { AWS_REGION: 'eu-west-1' });
  cleanUp(host);
  expect(variables).toEqual({ AWS_REGION: 'eu-west-1' });
  expect(warnings).toEqual([]);
});

test('the record leads back to no value', () => {
  expect(record).not.toContain('ASIAMINE');
});

test('never throws and never touches a variable for a record that is not ours', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.json());
  fc.assert(
    fc.property(text, (broken) => {
      const { host, variables } = job(broken, { AWS_REGION: 'eu-west-1' });
      cleanUp(host);
      expect(variables).toEqual({ AWS_REGION: 'eu-west-1' });
    }),
  );
});
