import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { HostName, StepOutcome } from '../bundle/pipeline.ts';
import { send } from '../sandbox/client.ts';
import { type Keys, signedHeaders } from '../sandbox/signed-call.ts';
import { answers, freePort, startJudge } from './judge-process.ts';
import { type Judge, type Judged, judgedSandbox } from './judged-sandbox.ts';
import { keysOf } from './published-keys.ts';

/*
 * MinIO's STS verifies the token that the step brings by the sandbox's metadata and keys, and its S3 takes
 * the credentials that the step publishes. It knows no roles of AWS: with a claim that names its policies it
 * passes over the role that is asked for, and leaves out whose the session is.
 */

const POLICY = 'readwrite';

const { sandbox, scenario, url, trusting, ...judged } = await judgedSandbox(startMinio);
scenario.resource.assignedRoles[scenario.clientId] = [POLICY];

async function startMinio({ sandbox, scenario, tls }: Judged): Promise<Judge> {
  const port = await freePort();
  const judge = startJudge(
    process.env['JUDGE_MINIO'] ?? 'minio',
    [
      'server',
      `--address=127.0.0.1:${port}`,
      `--certs-dir=${tls.directory}`,
      join(sandbox.directory, 'minio'),
    ],
    {
      MINIO_ROOT_USER: 'judge',
      MINIO_ROOT_PASSWORD: crypto.randomUUID(),
      MINIO_BROWSER: 'off',
      MINIO_UPDATE: 'off',
      MINIO_IDENTITY_OPENID_CONFIG_URL: `${sandbox.entraUrl}/${scenario.tenantId}/.well-known/openid-configuration`,
      MINIO_IDENTITY_OPENID_CLIENT_ID: scenario.audience,
      MINIO_IDENTITY_OPENID_CLAIM_NAME: 'roles',
    },
  );
  const url = `https://127.0.0.1:${port}`;
  await answers(`${url}/minio/health/ready`, tls.trustFile, judge);
  return { judge, url };
}

function step(
  host: HostName,
  changes: Readonly<Record<string, string>> = {},
): Promise<StepOutcome> {
  return judged.step(host, { 'sts-endpoint': url, ...changes });
}

/** HTTP status of MinIO's answer to who wants the list of buckets. */
async function listBuckets(keys: Keys): Promise<number> {
  const headers = await signedHeaders(keys, { url: `${url}/`, method: 'GET', service: 's3' });
  return (await send(trusting, `${url}/`, { headers })).status;
}

describe.each(['GitHub Actions', 'Azure Pipelines'] as const)('%s', (host) => {
  test('gets credentials from MinIO that MinIO takes, and is told what it cannot say', async () => {
    const outcome = await step(host);
    expect(outcome.errors).toEqual([]);
    expect(outcome.succeeded).toBe(true);
    expect(outcome.warnings).toEqual([expect.stringContaining(new URL(url).host)]);
    const keys = keysOf(outcome);
    expect(await listBuckets(keys)).toBe(200);
    expect(await listBuckets({ ...keys, secretAccessKey: 'x'.repeat(40) })).toBe(403);
    expect(await listBuckets({ ...keys, sessionToken: `${keys.sessionToken}x` })).toBe(403);
  });

  test('gets nothing for a token of another audience', async () => {
    const other = scenario.tenant.app({ appIdUris: [`api://${crypto.randomUUID()}`] });
    other.assignedRoles[scenario.clientId] = [POLICY];
    const outcome = await step(host, { audience: other.appIdUris[0] ?? '' });
    expect(outcome).toMatchObject({ succeeded: false, exported: [] });
    expect(outcome.log).toContain('`azp` must match configured OpenID Client ID');
  });

  test('gets nothing for a token with another signature', async () => {
    sandbox.intercept = (service, { path }) =>
      service === 'entra' && path.endsWith('/token')
        ? { fault: 'change', change: (answer) => ({ ...answer, body: forged(answer.body) }) }
        : undefined;
    const outcome = await step(host);
    sandbox.intercept = undefined;
    expect(outcome).toMatchObject({ succeeded: false, exported: [] });
    expect(outcome.log).toContain('verification error');
  });
});

test('a key that Entra signs with since a moment ago is found by MinIO', async () => {
  await sandbox.entra.rollSigningKey();
  expect((await step('GitHub Actions')).succeeded).toBe(true);
});

/** The token with the first character of its signature changed. */
function forged(body: string): string {
  const answer = JSON.parse(body) as { access_token: string };
  const changed = answer.access_token.replace(/\.(.)([^.]*)$/, (_, first, rest) =>
    first === 'A' ? `.B${rest}` : `.A${rest}`,
  );
  return JSON.stringify({ ...answer, access_token: changed });
}
