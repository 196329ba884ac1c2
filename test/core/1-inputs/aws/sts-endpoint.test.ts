import { STSClient } from '@aws-sdk/client-sts';
import { expect, test } from '@jest/globals';
import { parseRegion } from '../../../../packages/core/src/1-inputs/aws/region.ts';
import {
  parseEndpoint,
  regionalEndpoint,
} from '../../../../packages/core/src/1-inputs/aws/sts-endpoint.ts';
import { testAnyText, testRefused } from '../parser-tests.ts';

testRefused(parseEndpoint, [
  ['plain http to another machine', 'http://sts.example', /not an https URL/],
  ['another scheme', 'ftp://user:p4ssw0rd@host', /not an https URL/],
]);
testAnyText(parseEndpoint);

test('a wrong URL is not repeated, because it may hold a password', () => {
  expect(() => parseEndpoint('ftp://user:p4ssw0rd@host')).not.toThrow(/p4ssw0rd/);
});

test.each([
  ['eu-west-1', 'sts.eu-west-1.amazonaws.com'],
  ['cn-north-1', 'sts.cn-north-1.amazonaws.com.cn'],
  ['us-gov-west-1', 'sts.us-gov-west-1.amazonaws.com'],
  ['eusc-de-east-1', 'sts.eusc-de-east-1.amazonaws.eu'],
  ['us-iso-east-1', 'sts.us-iso-east-1.c2s.ic.gov'],
  ['us-isob-east-1', 'sts.us-isob-east-1.sc2s.sgov.gov'],
])('STS of %s is at %s', (region, host) => {
  expect(regionalEndpoint(parseRegion(region), { fips: false, dualStack: false }).host).toBe(host);
});

const regions = [
  'us-east-1',
  'us-west-2',
  'eu-central-2',
  'ap-southeast-7',
  'il-central-1',
  'mx-central-1',
  'cn-northwest-1',
  'us-gov-east-1',
  'eusc-de-east-1',
  'us-iso-west-1',
  'us-isob-west-1',
  'eu-isoe-west-1',
  'us-isof-south-1',
  'xx-newland-1',
];

const kinds = [false, true].flatMap((fips) =>
  [false, true].map((dualStack) => ({ fips, dualStack })),
);

test.each(regions.flatMap((region) => kinds.map((kind) => ({ region, ...kind }))))(
  'our endpoint of $region (FIPS $fips, dual stack $dualStack) is the one that the AWS SDK would take',
  ({ region, fips, dualStack }) => {
    const { endpointProvider } = new STSClient({ region }).config;
    const { url } = endpointProvider({
      Region: region,
      UseFIPS: fips,
      UseDualStack: dualStack,
      UseGlobalEndpoint: false,
    });
    expect(regionalEndpoint(parseRegion(region), { fips, dualStack }).host).toBe(url.host);
  },
);
