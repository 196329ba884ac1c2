import {
  parseAccountId,
  parseAccountIds,
} from '../../../../packages/core/src/1-inputs/aws/account-id.ts';
import { testAccepted, testAnyText, testRefused } from '../parser-tests.ts';

testAccepted(parseAccountIds, [
  [
    'accounts by commas and lines',
    '123456789012,\n 000000000001',
    ['123456789012', '000000000001'],
  ],
]);
testRefused(parseAccountId, [['eleven digits', '12345678901', /not an AWS account ID/]]);
testAnyText(parseAccountIds);
