import { describe, expect, test } from '@jest/globals';
import {
  Acceptances,
  type GradedFinding,
  parseAcceptedRisks,
} from '../../packages/audit/src/index.ts';
import { allow, judged, V1 } from './roles.ts';

const [finding] = judged(allow(V1, { aud: 'a' }))?.findings ?? [];
const NAMES = ['arn:aws:iam::123456789012:role/deploy', 'deploy'];
const entry = (parts: object = {}) => ({
  role: 'deploy',
  finding: 'TRUST_NO_SUB',
  reason: 'One application requires an assignment.',
  until: '2027-01-31',
  ...parts,
});

function marked(risk: object, day: string) {
  const acceptances = new Acceptances(
    parseAcceptedRisks(JSON.stringify([risk])),
    new Date(`${day}T12:00:00Z`),
  );
  const { accepted } = acceptances.mark(finding as GradedFinding, NAMES);
  return { until: accepted?.until, notices: acceptances.notices() };
}

describe('an accepted risk', () => {
  test('counts to the end of its last day', () => {
    expect(marked(entry(), '2027-01-31')).toEqual({ until: '2027-01-31', notices: [] });
    expect(marked(entry(), '2027-02-01')).toEqual({
      until: undefined,
      notices: ['TRUST_NO_SUB of deploy was accepted until 2027-01-31 and counts again.'],
    });
  });

  test.each([[{ role: 'deplo' }], [{ finding: 'TRUST_NO_AUD' }], [{ role: 'DEPLOY' }]])(
    'of another role or finding has no effect, and is said to have none: %j',
    (parts) => {
      const { until, notices } = marked(entry(parts), '2027-01-01');
      expect([until, notices]).toEqual([undefined, [expect.stringContaining('was not found')]]);
    },
  );
});

test.each([
  ['{}', 'must be a list'],
  ['- role: x', 'finding is missing'],
  [JSON.stringify([entry({ reason: ' ' })]), 'reason is missing'],
  [JSON.stringify([entry({ until: '31.1.2027' })]), 'a day such as'],
  [JSON.stringify([entry({ until: '2027-02-30' })]), 'a day such as'],
  [JSON.stringify([entry({ finding: 'TRUST_ALL' })]), 'is not a finding'],
  [JSON.stringify([entry({ untill: '2027-01-31' })]), '"untill" is not a member'],
  ['- role: [', 'neither YAML nor JSON'],
])('%s is refused', (text, says) => {
  expect(() => parseAcceptedRisks(text)).toThrow(says);
});

test('an empty list is one', () => {
  expect([parseAcceptedRisks(''), parseAcceptedRisks('[]')]).toEqual([[], []]);
});
