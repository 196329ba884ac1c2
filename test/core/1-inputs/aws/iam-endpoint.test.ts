import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readIamEndpoints } from '../../../../packages/core/src/1-inputs/aws/iam-endpoint.ts';
import {
  PARTITION_IDS,
  partitionById,
} from '../../../../packages/core/src/1-inputs/aws/partition.ts';
import type { InputName } from '../../../../packages/core/src/1-inputs/input-name.ts';
import { InputReader, isRight } from '../../../../packages/core/src/1-inputs/input-reader.ts';
import { rawInputs } from '../raw-inputs.ts';

type Environment = Readonly<Record<string, string>>;

function endpoint(
  partition: string,
  inputs: Partial<Record<InputName, string>> = {},
  environment: Environment = {},
  mode: 'warn' | 'enforce' = 'warn',
) {
  const endpointOf = readIamEndpoints(new InputReader(rawInputs(inputs)), environment, mode);
  const known = partitionById(partition);
  if (!isRight(endpointOf) || known === undefined) throw new Error('wrong');
  const { url, signingRegion, setBy } = endpointOf(known);
  return [url.href, signingRegion, ...(setBy === undefined ? [] : [setBy])];
}

/** From the endpoint rules of `@aws-sdk/client-iam` 3.1169.0. */
test.each([
  ['aws', 'https://iam.amazonaws.com/', 'us-east-1'],
  ['aws-cn', 'https://iam.cn-north-1.amazonaws.com.cn/', 'cn-north-1'],
  ['aws-us-gov', 'https://iam.us-gov.amazonaws.com/', 'us-gov-west-1'],
  ['aws-eusc', 'https://iam.eusc-de-east-1.amazonaws.eu/', 'eusc-de-east-1'],
  ['aws-iso', 'https://iam.us-iso-east-1.c2s.ic.gov/', 'us-iso-east-1'],
  ['aws-iso-b', 'https://iam.us-isob-east-1.sc2s.sgov.gov/', 'us-isob-east-1'],
  ['aws-iso-e', 'https://iam.eu-isoe-west-1.cloud.adc-e.uk/', 'eu-isoe-west-1'],
  ['aws-iso-f', 'https://iam.us-isof-south-1.csp.hci.ic.gov/', 'us-isof-south-1'],
])('%s has its own endpoint', (partition, url, region) => {
  expect(endpoint(partition)).toEqual([url, region]);
});

test.each(PARTITION_IDS)('%s has one of every kind', (partition) => {
  const kinds = [
    {},
    { 'use-fips-endpoint': 'true' },
    { 'use-dualstack-endpoint': 'true' },
    { 'use-fips-endpoint': 'true', 'use-dualstack-endpoint': 'true' },
  ];
  for (const inputs of kinds) expect(endpoint(partition, inputs)[0]).toMatch(/^https:\/\/iam[.-]/);
});

test('FIPS and dual stack are followed', () => {
  const fips = { 'use-fips-endpoint': 'true' };
  expect(endpoint('aws', fips)[0]).toBe('https://iam-fips.amazonaws.com/');
  expect(endpoint('aws-us-gov', fips)[0]).toBe('https://iam.us-gov.amazonaws.com/');
  const both = { ...fips, 'use-dualstack-endpoint': 'true' };
  expect(endpoint('aws', both)[0]).toBe('https://iam-fips.global.api.aws/');
});

test('a variable moves it, the one of IAM before the one of all services', () => {
  const all = { AWS_ENDPOINT_URL: 'https://aws.example' };
  const own = { ...all, AWS_ENDPOINT_URL_IAM: 'https://iam.example' };
  expect(endpoint('aws', {}, all)).toEqual([
    'https://aws.example/',
    'us-east-1',
    'AWS_ENDPOINT_URL',
  ]);
  expect(endpoint('aws-cn', {}, own)).toEqual([
    'https://iam.example/',
    'cn-north-1',
    'AWS_ENDPOINT_URL_IAM',
  ]);
  expect(endpoint('aws', {}, { ...own, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' })).toEqual([
    'https://iam.amazonaws.com/',
    'us-east-1',
  ]);
});

test('enforce takes the variables that are ignored, and the endpoint of the author', () => {
  const moved = { AWS_ENDPOINT_URL_IAM: 'https://iam.example' };
  const ignored = { ...moved, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'True' };
  expect(endpoint('aws', {}, ignored, 'enforce')[0]).toBe('https://iam.amazonaws.com/');
  const named = { 'iam-endpoint': 'https://vpce-1.iam.example/base' };
  const own = ['https://vpce-1.iam.example/base', 'cn-north-1'];
  expect(endpoint('aws-cn', named, moved, 'enforce')).toEqual(own);
  expect(endpoint('aws-cn', named, moved, 'warn')).toEqual(own);
});

test.each(['AWS_ENDPOINT_URL_IAM', 'AWS_ENDPOINT_URL'])(
  'enforce fails for %s, whatever it holds',
  (name) => {
    for (const url of ['https://iam.amazonaws.com', 'http://127.0.0.1:1', 'x']) {
      const reader = new InputReader(rawInputs({}));
      expect(isRight(readIamEndpoints(reader, { [name]: url }, 'enforce'))).toBe(false);
      expect(() => reader.finish({})).toThrow(
        expect.objectContaining({
          code: 'EAC_TRUST_POLICY_ENDPOINT',
          message: expect.stringContaining(`The variable ${name} redirects IAM requests`),
          hint: expect.stringContaining('"iam-endpoint"'),
        }),
      );
    }
  },
);

const REFUSED = [
  'http://iam.example',
  'http://localhost:4566',
  'http://127.0.0.1:4566',
  'http://[::1]:4566',
  'ftp://iam.example',
  'iam',
  'https://user:pass@iam.example',
  'https://iam.example/?a=b',
  'https://iam.example/#a',
];

test.each(REFUSED)('neither variable nor input may be %s', (url) => {
  const reader = new InputReader(rawInputs({}));
  expect(isRight(readIamEndpoints(reader, { AWS_ENDPOINT_URL_IAM: url }, 'warn'))).toBe(false);
  expect(() => reader.finish({})).toThrow(/AWS_ENDPOINT_URL_IAM is not an https URL/);
  const named = new InputReader(rawInputs({ 'iam-endpoint': url }));
  expect(isRight(readIamEndpoints(named, {}, 'enforce'))).toBe(false);
  expect(() => named.finish({})).toThrow(/"iam-endpoint" is not an https URL/);
});

test('any text is an https URL or told', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl()), (text) => {
      const reader = new InputReader(rawInputs({ 'iam-endpoint': text }));
      const endpointOf = readIamEndpoints(reader, {}, 'enforce');
      const partition = partitionById('aws');
      if (!isRight(endpointOf) || partition === undefined) return;
      expect(endpointOf(partition).url.protocol).toBe('https:');
    }),
  );
});
