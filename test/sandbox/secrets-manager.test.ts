import type { IdentityPolicy } from '@entra-aws-creds/sandbox';
import { beforeEach, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { send } from './client.ts';
import { type Keys, signedHeaders } from './signed-call.ts';

const sandbox = await sandboxOfFile();
const account = sandbox.aws.account('100000000000');
const secret = account.secret({ name: 'path/certificate', text: 'first' });
const reading: IdentityPolicy = {
  Statement: { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: secret.arn },
};
const reader = account.user({ name: 'ada', policies: [reading] });
const administrator = account.user({ name: 'root', isAdministrator: true });

beforeEach(() => {
  secret.isDeleted = false;
});

/** The answer's status with what it says. */
async function ask(who: Keys, SecretId: unknown, operation = 'GetSecretValue') {
  const url = `${sandbox.secretsManagerUrl}/`;
  const body = JSON.stringify({ SecretId });
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `secretsmanager.${operation}`,
  };
  const call = { url, method: 'POST', service: 'secretsmanager', body, headers } as const;
  const answer = await send(sandbox, url, {
    method: 'POST',
    headers: await signedHeaders(who, call),
    body,
  });
  return [answer.status, JSON.parse(answer.body)] as const;
}

test('a secret is read by ARN and by name, in its newest version', async () => {
  expect(secret.arn).toMatch(
    /^arn:aws:secretsmanager:us-east-1:100000000000:secret:path\/certificate-\w{6}$/,
  );
  const [status, before] = await ask(reader, secret.arn);
  expect([status, before]).toEqual([
    200,
    expect.objectContaining({
      ARN: secret.arn,
      Name: 'path/certificate',
      SecretString: 'first',
      VersionStages: ['AWSCURRENT'],
    }),
  ]);
  secret.put('second');
  const [, after] = await ask(reader, 'path/certificate');
  expect(after.SecretString).toBe('second');
  expect(after.VersionId).not.toBe(before.VersionId);
});

test('who may not, and who is nobody, is refused', async () => {
  const stranger = account.user({ name: 'eve' });
  expect(await ask(stranger, secret.arn)).toEqual([
    400,
    {
      __type: 'AccessDeniedException',
      Message: `User: arn:aws:iam::100000000000:user/eve is not authorized to perform: secretsmanager:GetSecretValue on resource: ${secret.arn} because no identity-based policy allows the secretsmanager:GetSecretValue action`,
    },
  ]);
  const elsewhere = sandbox.aws
    .account('100000000001')
    .user({ name: 'bob', isAdministrator: true });
  expect((await ask(elsewhere, secret.arn))[1].__type).toBe('ResourceNotFoundException');
  const forged = { accessKeyId: reader.accessKeyId, secretAccessKey: 'x' };
  expect((await ask(forged, secret.arn))[1].__type).toBe('InvalidSignatureException');
  const nobody = { accessKeyId: 'AKIAAAAAAAAAAAAAAAAA', secretAccessKey: 'x' };
  expect((await ask(nobody, secret.arn))[1].__type).toBe('UnrecognizedClientException');
});

test('what is not there, or is to be deleted, is told to those who may know', async () => {
  const absent = secret.arn.replace(/.{6}$/, 'absent');
  expect((await ask(reader, absent))[1].__type).toBe('AccessDeniedException');
  expect((await ask(administrator, absent))[1].__type).toBe('ResourceNotFoundException');
  secret.isDeleted = true;
  expect((await ask(reader, secret.arn))[1].__type).toBe('InvalidRequestException');
  expect((await ask(reader, 7))[1].__type).toBe('InvalidParameterException');
  expect((await ask(administrator, secret.arn, 'PutSecretValue'))[1].__type).toBe(
    'UnknownOperationException',
  );
});
