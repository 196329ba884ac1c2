import { InputProblem } from '@entra-aws-creds/core/programs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseSecretArn, readCentralSettings } from '../../packages/organization/src/index.ts';
import { testAnyText } from '../core/1-inputs/parser-tests.ts';

const GUID = '7c4f6f3e-1111-4222-8333-444455556666';
const LEAST = { TENANT_ID: GUID, CLIENT_ID: GUID };
const SECRET_ARN = 'arn:aws:secretsmanager:us-east-1:111111111111:secret:automation-AbCdEf';
const API = {
  DIRECTORY: 'api',
  DIRECTORY_API_ENDPOINT: 'https://directory.azurewebsites.net',
  DIRECTORY_API_AUDIENCE: 'api://directory',
};

describe('settings of the functions', () => {
  test('need no more than who logs in where: Graph is asked, as the role', () => {
    expect(readCentralSettings(LEAST)).toMatchObject({
      directory: { by: 'graph' },
      certificateSecret: undefined,
      scope: { path: '/entra-aws-creds/', tagged: false },
    });
  });

  test('lead to the directory API', () => {
    expect(readCentralSettings({ ...LEAST, ...API }).directory).toEqual({
      by: 'api',
      address: {
        endpoint: new URL('https://directory.azurewebsites.net'),
        audience: 'api://directory',
      },
    });
  });

  test.each([
    [{ ...API, DIRECTORY_API_ENDPOINT: '' }, 'DIRECTORY_API_ENDPOINT is not set'],
    [{ ...API, DIRECTORY_API_AUDIENCE: '' }, 'DIRECTORY_API_AUDIENCE is not set'],
    [{ ...API, DIRECTORY_API_ENDPOINT: 'http://directory' }, 'is not an https address'],
    [{ ...API, DIRECTORY_API_ENDPOINT: 'https://u:p@directory' }, 'is not an https address'],
    [{ ...API, DIRECTORY_API_AUDIENCE: 'api://x/.default' }, 'Leave "/.default" off'],
    [{ ...API, DIRECTORY: '' }, 'DIRECTORY_API_ENDPOINT and DIRECTORY_API_AUDIENCE are set, and'],
    [{ DIRECTORY: 'Api' }, 'DIRECTORY is neither graph nor api'],
    [{ CERTIFICATE_SECRET_ARN: 'automation' }, 'CERTIFICATE_SECRET_ARN is not the ARN of a secret'],
    [{ GRAPH_ENDPOINT: 'http://graph' }, 'GRAPH_ENDPOINT is not an https address'],
    [{ MODE: 'tags' }, 'MODE is neither path nor tag'],
  ])('%j are refused', (settings, why) => {
    expect(() => readCentralSettings({ ...LEAST, ...settings })).toThrow(why);
  });

  test('are refused for everything that is wrong at once', () => {
    expect(() =>
      readCentralSettings({ DIRECTORY: 'api', GRACE_HOURS: '-1', ROLE_PATH: 'x' }),
    ).toThrow(
      /TENANT_ID is not set.*CLIENT_ID is not set.*ROLE_PATH is not.*DIRECTORY_API_ENDPOINT is not set.*DIRECTORY_API_AUDIENCE is not set/,
    );
  });
});

describe('the ARN of a secret', () => {
  testAnyText(parseSecretArn);

  test.each([
    [SECRET_ARN, 'us-east-1', 'amazonaws.com'],
    [
      'arn:aws-us-gov:secretsmanager:us-gov-west-1:111111111111:secret:a/b_c+d=e.f@g-h-000000',
      'us-gov-west-1',
      'amazonaws.com',
    ],
    [
      'arn:aws-cn:secretsmanager:cn-north-1:111111111111:secret:x-AbCdEf',
      'cn-north-1',
      'amazonaws.com.cn',
    ],
  ])('%s says where it is asked for', (text, region, suffix) => {
    const parsed = parseSecretArn(text);
    expect([parsed.region.name, parsed.region.partition.dnsSuffix]).toEqual([region, suffix]);
  });

  test.each([
    SECRET_ARN.replace('-AbCdEf', ''),
    SECRET_ARN.replace('arn:aws:', 'arn:aws-cn:'),
    SECRET_ARN.replace('us-east-1', 'us-east-1.evil.example#'),
    SECRET_ARN.replace('secretsmanager', 'ssm'),
    `${SECRET_ARN}\n`,
  ])('%j is none', (text) => {
    expect(() => parseSecretArn(text)).toThrow('is not the ARN of a secret');
  });

  test('never leads to a host that is not of AWS', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (region, name) => {
        const text = `arn:aws:secretsmanager:${region}:111111111111:secret:${name}-AbCdEf`;
        try {
          expect(parseSecretArn(text).region.name).toMatch(/^[a-z0-9-]+$/);
        } catch (error) {
          expect(error).toBeInstanceOf(InputProblem);
        }
      }),
    );
  });
});
