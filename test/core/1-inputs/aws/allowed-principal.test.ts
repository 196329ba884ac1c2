import { parseAllowedPrincipals } from '../../../../packages/core/src/1-inputs/aws/allowed-principal.ts';
import { testAccepted, testAnyText, testRefused } from '../parser-tests.ts';

testAccepted(parseAllowedPrincipals, [
  [
    'principals, one a line',
    `arn:aws:iam::123456789012:role/ci/a,b\r\n
      arn:aws:iam::123456789012:saml-provider/adfs
      arn:aws:sts::123456789012:assumed-role/a/b
      arn:aws-cn:iam::123456789012:root
      000000000001
      https://token.actions.githubusercontent.com
      https://sts.windows.net/T/
      ec2.amazonaws.com`,
    [
      { kind: 'arn', arn: 'arn:aws:iam::123456789012:role/ci/a,b' },
      { kind: 'arn', arn: 'arn:aws:iam::123456789012:saml-provider/adfs' },
      { kind: 'arn', arn: 'arn:aws:sts::123456789012:assumed-role/a/b' },
      { kind: 'account', account: '123456789012' },
      { kind: 'account', account: '000000000001' },
      { kind: 'provider', issuer: 'token.actions.githubusercontent.com' },
      { kind: 'provider', issuer: 'sts.windows.net/T/' },
      { kind: 'service', service: 'ec2.amazonaws.com' },
    ],
  ],
]);
testRefused(parseAllowedPrincipals, [
  ['everyone', '*', /matches more than one principal/],
  ['every role', 'arn:aws:iam::123456789012:role/*', /matches more than one principal/],
  ['no partition', 'arn:aws-xx:iam::123456789012:role/a', /a partition that does not exist/],
  ['a group', 'arn:aws:iam::123456789012:group/a', /names no principal/],
  ['a provider without https', 'accounts.google.com', /names no principal/],
  ['a provider over http', 'http://token.actions.githubusercontent.com', /names no principal/],
  ['a provider with a fragment', 'https://a.b/c#d', /names no principal/],
  ['two on a line', 'a.amazonaws.com b.amazonaws.com', /names no/],
]);
testAnyText(parseAllowedPrincipals);
