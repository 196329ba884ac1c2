import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { S3Bucket } from '@entra-aws-creds/sandbox';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { standardSandbox } from '../standard-sandbox.ts';
import { send } from './client.ts';

const { sandbox, scenario } = await standardSandbox();
const { account } = scenario.role;
const BODY = 'Umsätze: 100 %';

let bucket: S3Bucket;
let client: S3Client;

const session = (policy?: object) =>
  sandbox.aws.openSession({
    role: scenario.role,
    name: 'reader',
    durationSeconds: 3600,
    policy: policy && JSON.stringify(policy),
    policyArns: [],
    tags: {},
    transitiveTagKeys: [],
    sourceIdentity: undefined,
  });
const clientWith = (credentials: { accessKeyId: string; secretAccessKey: string }) =>
  new S3Client({
    region: 'eu-west-1',
    endpoint: sandbox.s3Url,
    credentials,
    maxAttempts: 1,
    requestHandler: { httpsAgent: { ca: sandbox.caPem } },
  });
const allow = (...actions: string[]) => ({
  Effect: 'Allow',
  Action: actions,
  Resource: [bucket.arn, `${bucket.arn}/*`],
});
/** The role's policy, from now on. */
const permit = (...Statement: object[]) =>
  scenario.role.inlinePolicies.set('buckets', JSON.stringify({ Statement }));

beforeEach(() => {
  const keys = ['a b+c/ü.txt', ...Array.from({ length: 24 }, (_, index) => `2026/${index}.csv`)];
  bucket = sandbox.s3.bucket({
    name: `reports-${crypto.randomUUID()}`,
    account,
    objects: Object.fromEntries(keys.map((key) => [key, BODY])),
  });
  permit(allow('s3:ListBucket', 's3:GetObject'));
  client = clientWith(session());
});

const list = (options = {}) =>
  client.send(new ListObjectsV2Command({ Bucket: bucket.name, ...options }));
const get = (Key: string) => client.send(new GetObjectCommand({ Bucket: bucket.name, Key }));

test('a bucket is listed in pages, by prefix, with names as they are', async () => {
  const first = await list({ MaxKeys: 20 });
  expect([first.KeyCount, first.IsTruncated]).toEqual([20, true]);
  const second = await list({ ContinuationToken: first.NextContinuationToken });
  const keys = [...(first.Contents ?? []), ...(second.Contents ?? [])].map(({ Key }) => Key);
  expect(new Set(keys).size).toBe(25);
  expect(keys.at(-1)).toBe('a b+c/ü.txt');
  const { Contents } = await list({ Prefix: 'a b+c/' });
  expect(Contents).toEqual([
    expect.objectContaining({ Key: 'a b+c/ü.txt', Size: Buffer.byteLength(BODY) }),
  ]);
  expect((await list({ Prefix: 'a', EncodingType: 'url' })).Contents?.[0]?.Key).toBe(
    'a%20b%2Bc/%C3%BC.txt',
  );
});

test('an object is got by a name with anything in it', async () => {
  const { Body, ETag } = await get('a b+c/ü.txt');
  expect(await Body?.transformToString()).toBe(BODY);
  expect(ETag).toMatch(/^"[0-9a-f]{32}"$/);
});

describe('refused is', () => {
  test('what the policies of the role do not allow', async () => {
    permit(allow('s3:ListBucket'));
    await expect(get('2026/1.csv')).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(
        'assumed-role/Deploy/reader is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::',
      ),
    });
    permit(allow('s3:*'), { ...allow('s3:List*'), Effect: 'Deny' });
    await expect(list()).rejects.toMatchObject({ name: 'AccessDenied' });
    permit({ ...allow('s3:*'), Resource: 'arn:aws:s3:::another' });
    await expect(list()).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('what the policy of the session does not allow', async () => {
    const Statement = [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }];
    client = clientWith(session({ Statement }));
    await get('2026/1.csv');
    await expect(list()).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('whoever does not sign, or signs wrongly, or shows no token of the session', async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = session();
    client = clientWith({ accessKeyId, secretAccessKey: 'x'.repeat(40), ...{ sessionToken } });
    await expect(list()).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    client = clientWith({ accessKeyId, secretAccessKey });
    await expect(list()).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
    const unsigned = await send(sandbox, `${sandbox.s3Url}/${bucket.name}?list-type=2`);
    expect([unsigned.status, unsigned.body]).toEqual([
      403,
      expect.stringContaining('<Code>AccessDenied</Code>'),
    ]);
  });

  test('a session that is over', async () => {
    client = clientWith({ ...session(), ...expired() });
    await expect(list()).rejects.toMatchObject({ name: 'ExpiredToken' });
  });

  test('what is not there; who may not list is not told so', async () => {
    await expect(get('none')).rejects.toMatchObject({ name: 'NoSuchKey' });
    permit(allow('s3:GetObject'));
    await expect(get('none')).rejects.toMatchObject({ name: 'AccessDenied' });
    const Bucket = 'no-such-bucket';
    await expect(client.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });
});

/** Credentials that ended a second ago. */
function expired() {
  return sandbox.aws.openSession({
    role: scenario.role,
    name: 'reader',
    durationSeconds: -1,
    policy: undefined,
    policyArns: [],
    tags: {},
    transitiveTagKeys: [],
    sourceIdentity: undefined,
  });
}
