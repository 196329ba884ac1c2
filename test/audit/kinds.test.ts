import { expect, test } from '@jest/globals';
import { AUDIT_FINDING_CODES, judgeRole } from '../../packages/audit/src/index.ts';
import { FINDING_CODES } from '../../packages/trust-policy/src/index.ts';
import { KINDS } from './organization.ts';
import { inShort, providerArn, roleWith } from './roles.ts';

const ofPolicies = KINDS.map(({ name, statements, found }) => {
  const policies = found?.filter((one) => !one.includes(' AUDIT_'));
  return [name, statements((key) => providerArn(key)), policies] as const;
});

test.each(ofPolicies)('%s', (_, statements, found) => {
  const role = roleWith(JSON.parse(JSON.stringify(statements)));
  const judged = judgeRole(role, { meant: {}, allProviders: false });
  expect(judged && [...inShort(judged.findings)].sort()).toEqual(found && [...found].sort());
});

test('there is a role for every finding of a policy', () => {
  const found = KINDS.flatMap((one) => one.found ?? []).map((one) => one.split(' ')[1]);
  expect(new Set(found)).toEqual(
    new Set([
      // Whether tokens carry the claim, a policy that does not demand it does not say.
      ...FINDING_CODES.filter((code) => code !== 'TRUST_ROLES_CLAIM_OPTIONAL'),
      ...AUDIT_FINDING_CODES.filter((code) => found.includes(code)),
    ]),
  );
});
