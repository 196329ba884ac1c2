import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { mainInputs, PIPELINES, type Pipeline } from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

const { sandbox, scenario, openPipeline } = await sandboxedPipelines();
const KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
const DROP = { drop: 'true' };

describe.each(PIPELINES)('%s on %s', (host, node) => {
  let pipeline: Pipeline;
  const open = () => {
    pipeline = openPipeline(host, node, { environment: { HOME: '/home/someone' } });
    return pipeline;
  };
  const logIn = (more: Record<string, string> = {}) =>
    pipeline.step({ ...mainInputs(sandbox, scenario), ...more });
  const ownFiles = () => pipeline.files().filter((file) => file.includes('/entra-aws-creds-'));
  const recordFile = () => {
    const found = ownFiles().find((file) => file.endsWith('/handed-over.json'));
    if (found === undefined) throw new Error('there is no record');
    return found;
  };
  const keysHeld = () => KEYS.map((name) => pipeline.awsVariables()[name] ?? '').join('');

  test('the credentials are gone for the steps after it, and the region stays', async () => {
    await open().step(mainInputs(sandbox, scenario));
    expect(keysHeld()).not.toBe('');
    const requests = sandbox.requests.length;
    const { errors, warnings, log, exported, outputs } = await pipeline.step(DROP);
    expect([errors, warnings, outputs]).toEqual([[], [], {}]);
    expect(log).toMatch(/Dropped AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, /);
    expect(keysHeld()).toBe('');
    for (const { value } of exported) expect(value).toBe('');
    expect(pipeline.awsVariables()).toMatchObject({ AWS_REGION: 'eu-west-1' });
    expect(ownFiles()).toEqual([]);
    expect(sandbox.requests.length).toBe(requests);
    const posts = await pipeline.finish();
    for (const post of posts) expect([post.succeeded, post.warnings]).toEqual([true, []]);
    expect(pipeline.awsVariables()).toMatchObject({ AWS_REGION: '' });
  });

  test('what renews itself goes with its private key, and the files of the user are named again', async () => {
    await open().step({ ...mainInputs(sandbox, scenario), refresh: 'true' });
    const before = ownFiles().map((file) => readFileSync(file, 'utf8'));
    expect(before.join('\n')).toContain('PRIVATE KEY');
    const { errors } = await pipeline.step(DROP);
    expect(errors).toEqual([]);
    expect(ownFiles()).toEqual([]);
    expect(pipeline.awsVariables()).toMatchObject({
      AWS_PROFILE: '',
      AWS_SHARED_CREDENTIALS_FILE: '/home/someone/.aws/credentials',
      AWS_CONFIG_FILE: '/home/someone/.aws/config',
    });
    const log = (await pipeline.finish()).map((post) => post.log).join('\n');
    expect(log).not.toContain('the profiles');
  });

  test('those of several steps at once, and a later step gets its own again', async () => {
    open();
    await logIn();
    await logIn({ 'aws-profile': 'deploy' });
    expect((await pipeline.step(DROP)).errors).toEqual([]);
    expect(keysHeld()).toBe('');
    expect(ownFiles()).toEqual([]);
    expect((await logIn()).errors).toEqual([]);
    expect(pipeline.awsVariables()['AWS_ACCESS_KEY_ID']).toBe(
      sandbox.aws.sessions.at(-1)?.accessKeyId,
    );
  });

  test('with nothing to drop it says so and succeeds, also for a job that logs in nowhere', async () => {
    const { errors, log, exported } = await open().step(DROP);
    expect([errors, exported]).toEqual([[], []]);
    expect(log).toMatch(/Nothing to drop/);
  });

  test('credentials that somebody set since are left alone, and told', async () => {
    open();
    await logIn();
    await pipeline.setVariable('AWS_ACCESS_KEY_ID', 'AKIAOFSOMEBODY');
    const { errors, warnings } = await pipeline.step(DROP);
    expect(errors).toEqual([]);
    expect(warnings.join()).toMatch(/^AWS_ACCESS_KEY_ID stay as they are/);
    expect(pipeline.awsVariables()).toMatchObject({
      AWS_ACCESS_KEY_ID: 'AKIAOFSOMEBODY',
      AWS_SESSION_TOKEN: '',
    });
  });

  test('it fails where credentials stay that no record explains', async () => {
    open();
    await logIn();
    writeFileSync(recordFile(), '{}');
    const { succeeded, errors } = await pipeline.step(DROP);
    expect(succeeded).toBe(false);
    expect(errors.join()).toMatch(
      /EAC_DROP_INCOMPLETE: AWS_ACCESS_KEY_ID, .* no record in the temporary folder/,
    );
  });

  test('a record is private, and holds no secret', async () => {
    open();
    const { masks } = await logIn();
    const text = readFileSync(recordFile(), 'utf8');
    expect(statSync(recordFile()).mode & 0o777).toBe(0o600);
    expect(masks.length).toBeGreaterThan(2);
    for (const secret of masks) expect(text).not.toContain(secret);
  });

  test('a forged record reaches no other variable and no other folder', async () => {
    open();
    await logIn();
    const temporary = dirname(dirname(recordFile()));
    const digest = 'a'.repeat(64);
    const key = 'b'.repeat(32);
    const forged = [
      { key, variables: [{ name: 'PATH', digest }] },
      { key, variables: [{ name: 'AWS_REGION', digest }] },
      { key, variables: [], folder: '../../outside' },
      { key, variables: [{ name: 'AWS_CONFIG_FILE', digest, before: '/evil/config' }] },
    ];
    for (const [index, record] of forged.entries()) {
      const folder = join(temporary, `entra-aws-creds-${String(index).repeat(32)}`);
      mkdirSync(folder);
      writeFileSync(join(folder, 'handed-over.json'), JSON.stringify(record));
    }
    mkdirSync(join(temporary, 'entra-aws-creds-of-mine'));
    const { errors, exported } = await pipeline.step(DROP);
    expect(errors).toEqual([]);
    expect(new Set(exported.map(({ name }) => name.replace(/^AWS\..*/, 'alias')))).toEqual(
      new Set(host === 'GitHub Actions' ? KEYS : [...KEYS, 'alias']),
    );
    expect(readdirSync(temporary).filter((name) => name.startsWith('entra'))).toEqual([
      'entra-aws-creds-of-mine',
    ]);
  });

  test.each([
    [{ drop: 'perhaps' }, /EAC_INPUT_INVALID: "drop" is "perhaps"/],
    [{ drop: 'true', 'role-to-assume': 'x' }, /EAC_INPUT_CONFLICT: "drop" is given with "role/],
  ])('%j is refused, and nothing is dropped', async (inputs, message) => {
    open();
    await logIn();
    const { succeeded, errors } = await pipeline.step(inputs);
    expect(succeeded).toBe(false);
    expect(errors.join()).toMatch(message);
    expect(keysHeld()).not.toBe('');
  });
});
