import { STSClient } from '@aws-sdk/client-sts';
import { expect, test } from '@jest/globals';
import { parseRegion } from '../../packages/core/src/1-inputs/region.ts';
import { regionalEndpoint } from '../../packages/core/src/1-inputs/sts-endpoint.ts';

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

test.each(regions)('our endpoint of %s is the one that the AWS SDK would take', (region) => {
  const { endpointProvider } = new STSClient({ region }).config;
  const { url } = endpointProvider({
    Region: region,
    UseFIPS: false,
    UseDualStack: false,
    UseGlobalEndpoint: false,
  });
  expect(regionalEndpoint(parseRegion(region)).host).toBe(url.host);
});
