import { parseRegion } from '../../../../packages/core/src/1-inputs/aws/region.ts';
import { testAnyText, testRefused } from '../parser-tests.ts';

testRefused(parseRegion, [
  ['an availability zone', 'eu-west-1a', /not an AWS region/],
  ['the pseudo-region', 'aws-global', /not an AWS region/],
  ['a host', 'eu-west-1.evil.example', /not an AWS region/],
]);
testAnyText(parseRegion);
