import { STSClient } from '@aws-sdk/client-sts';
import { expect, test } from '@jest/globals';
import { parseRegion } from '../../../../packages/core/src/1-inputs/aws/region.ts';
import { regionalEndpoint } from '../../../../packages/core/src/1-inputs/aws/sts-endpoint.ts';

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
