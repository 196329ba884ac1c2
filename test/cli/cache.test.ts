import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { cacheFolder } from '../../packages/cli/src/cache/cache-folder.ts';
import { lastsLongEnough } from '../../packages/cli/src/cache/session-age.ts';
import { REPOSITORY } from '../bundle/pipeline.ts';
import { standardSandbox } from '../standard-sandbox.ts';
import { defaultsOf, Home, outcomeOf } from './program.ts';

jest.setTimeout(60_000);

const { sandbox, scenario } = await standardSandbox();

describe('where the cache is', () => {
  const where = (env: Record<string, string>, system: NodeJS.Platform) => cacheFolder(env, system);

  test.each([
    [{ HOME: '/h', XDG_CACHE_HOME: '/x' }, 'linux', '/x/entra-aws-creds'],
    [{ HOME: '/h', XDG_CACHE_HOME: 'relative' }, 'linux', '/h/.cache/entra-aws-creds'],
    [{ HOME: '/h' }, 'darwin', '/h/Library/Caches/entra-aws-creds'],
    [{ USERPROFILE: '/u', LOCALAPPDATA: '/l' }, 'win32', '/l/entra-aws-creds'],
    [{ USERPROFILE: '/u' }, 'win32', '/u/AppData/Local/entra-aws-creds'],
    [{}, 'linux', undefined],
  ] as const)('%j on %s: %s', (env, system, folder) => {
    expect(where(env, system)).toBe(folder);
  });
});

test('a session is used until its last quarter of an hour, a short one until its last quarter', () => {
  fc.assert(
    fc.property(fc.integer({ min: 900, max: 43_200 }), fc.nat(43_200), (length, remaining) => {
      const end = Date.UTC(2026, 0, 1);
      const session = {
        credentials: {
          Version: 1 as const,
          AccessKeyId: '',
          SecretAccessKey: '',
          SessionToken: '',
          Expiration: new Date(end).toISOString(),
        },
        region: '',
        issued: new Date(end - length * 1000).toISOString(),
      };
      const isShort = length < 3600;
      const good = isShort ? remaining * 4 > length : remaining > 900;
      expect(lastsLongEnough(session, new Date(end - remaining * 1000))).toBe(good);
    }),
  );
});

describe.each(['Node 20', 'Node 24'] as const)('the cache on %s', (node) => {
  let home: Home;
  let config: string;
  let before: number;
  beforeEach(() => {
    home = new Home(node, { NODE_EXTRA_CA_CERTS: sandbox.caFile });
    config = home.write('pipeline.json', JSON.stringify(defaultsOf(sandbox, scenario)));
    before = sandbox.requests.length;
  });
  afterEach(() => {
    home.close();
  });

  const ask = (...more: string[]) => home.run(['credential-process', '--config', config, ...more]);
  const asked = () => sandbox.requests.slice(before).map(({ service }) => service);
  const kept = () => readdirSync(home.cache).map((name) => join(home.cache, name));
  const rewrite = (change: (session: Record<string, unknown>) => object) => {
    const [path = ''] = kept();
    const session = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    writeFileSync(path, JSON.stringify({ ...session, ...change(session) }));
    return path;
  };

  test('answers the second call, of env as well, and keeps it to this user', async () => {
    const first = await ask();
    const credentials = JSON.parse(first.stdout);
    expect(Object.keys(credentials)).toEqual([
      'Version',
      'AccessKeyId',
      'SecretAccessKey',
      'SessionToken',
      'Expiration',
    ]);
    expect((await ask()).stdout).toBe(first.stdout);
    const env = await home.run(['env', '--json', '--config', config]);
    expect(JSON.parse(env.stdout)).toEqual({
      AWS_ACCESS_KEY_ID: credentials.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.SecretAccessKey,
      AWS_SESSION_TOKEN: credentials.SessionToken,
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
    });
    expect(asked()).toEqual(['entra', 'sts']);
    const [path = '', ...others] = kept();
    expect(others).toEqual([]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(home.cache).mode & 0o777).toBe(0o700);
  });

  // Only there can it be seen what is loaded.
  const seen = node === 'Node 24' ? test : test.skip;
  seen('loads two small files for an answer, and nothing that makes one', async () => {
    await ask();
    const list = join(home.folder, 'loaded');
    const hook = pathToFileURL(join(REPOSITORY, 'test/bundle/loaded-modules.mjs')).href;
    const { stdout } = await home.run(['credential-process', '--config', config], {
      env: { LOADED_MODULES: list, NODE_OPTIONS: `--import=${hook}` },
    });
    expect(stdout).toContain('AccessKeyId');
    const { files, builtins } = JSON.parse(readFileSync(list, 'utf8')) as {
      files: string[];
      builtins: string[];
    };
    const bytes = files.reduce((sum, file) => sum + statSync(new URL(file)).size, 0);
    expect(files.length).toBeLessThanOrEqual(3);
    expect(bytes).toBeLessThan(45_000);
    for (const name of ['https', 'http', 'tls', 'net', 'child_process', 'crypto', 'fs/promises']) {
      expect(builtins).not.toContain(name);
    }
  });

  test('other questions have other answers', async () => {
    await ask();
    await ask('--role-session-name', 'another');
    await ask('--role-duration-seconds', '900');
    expect(asked()).toEqual(['entra', 'sts', 'entra', 'sts', 'entra', 'sts']);
    expect(kept()).toHaveLength(3);
  });

  test('another certificate in the same place is another question', async () => {
    const path = home.write('key.pem', scenario.pem);
    await ask('--certificate-path', path);
    home.write('key.pem', `${scenario.pem}\n`);
    await ask('--certificate-path', path);
    expect(asked()).toHaveLength(4);
  });

  test('--no-cache neither takes nor keeps', async () => {
    await ask('--no-cache');
    expect(existsSync(home.cache)).toBe(false);
    const first = await ask();
    expect((await ask('--no-cache')).stdout).not.toBe(first.stdout);
    expect(asked()).toHaveLength(6);
  });

  test('six calls at the same time cost one login and one exchange', async () => {
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => ask()));
    expect(outcomes.map(({ status, stderr }) => [status, stderr])).toEqual(
      outcomes.map(() => [0, '']),
    );
    expect(new Set(outcomes.map(({ stdout }) => stdout)).size).toBe(1);
    expect(asked()).toEqual(['entra', 'sts']);
    expect(kept()).toHaveLength(1);
  });

  test('a session in its last quarter is replaced', async () => {
    const first = await ask();
    rewrite(({ credentials }) => ({
      issued: new Date(Date.now() - 2_710_000).toISOString(),
      credentials: {
        ...(credentials as object),
        Expiration: new Date(Date.now() + 890_000).toISOString(),
      },
    }));
    expect((await ask()).stdout).not.toBe(first.stdout);
    expect(asked()).toEqual(['entra', 'sts', 'entra', 'sts']);
  });

  test.each([
    ['is cut off', (path: string) => writeFileSync(path, '{"credentials":{"Version":1,')],
    ['is no session', (path: string) => writeFileSync(path, '{"credentials":{"Version":1}}')],
    ['others may read', (path: string) => chmodSync(path, 0o644)],
  ])('a file that %s is not taken', async (_, spoil) => {
    const first = await ask();
    const [path = ''] = kept();
    spoil(path);
    const { status, stdout } = await ask();
    expect([status, stdout === first.stdout]).toEqual([0, false]);
    expect(asked()).toHaveLength(4);
  });

  test('what nobody can use any more goes', async () => {
    mkdirSync(home.cache, { recursive: true, mode: 0o700 });
    const old = join(home.cache, 'old.json');
    writeFileSync(old, '{}');
    const long = new Date(Date.now() - 14 * 3_600_000);
    utimesSync(old, long, long);
    await ask();
    expect(existsSync(old)).toBe(false);
  });

  test('a failure is told and not kept', async () => {
    const { status, stdout, stderr } = await ask('--role', `${scenario.roleArn}-not`);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^EAC_STS_ACCESS_DENIED: /);
    expect(kept()).toEqual([]);
  });

  const onLinux = process.platform === 'linux' ? test : test.skip;
  onLinux('without room, or a place, the credentials come all the same', async () => {
    const limited = ['bash', '-c', 'ulimit -f 0; exec "$0" "$@"'];
    const child = home.start(['credential-process', '--config', config], { before: limited });
    child.stdin?.end();
    const outcome = await outcomeOf(child);
    expect([outcome.status, JSON.parse(outcome.stdout).Version]).toEqual([0, 1]);
    expect(existsSync(home.cache) ? kept() : []).toEqual([]);
    const nowhere = await home.run(['credential-process', '--config', config], {
      env: { XDG_CACHE_HOME: '/sys/none' },
    });
    expect([nowhere.status, nowhere.stderr]).toEqual([0, '']);
  });

  test('a call that is killed leaves nothing that the next one trips over', async () => {
    let reached = () => {};
    const login = new Promise<void>((resolve) => {
      reached = resolve;
    });
    sandbox.intercept = (service) => {
      if (service !== 'sts') return undefined;
      reached();
      return { fault: 'hang' };
    };
    const child = home.start(['credential-process', '--config', config]);
    const ended = outcomeOf(child);
    await login;
    child.kill('SIGKILL');
    await ended;
    sandbox.intercept = undefined;
    const { status, stderr } = await ask();
    expect([status, stderr]).toEqual([0, '']);
    expect(kept().filter((path) => path.endsWith('.json'))).toHaveLength(1);
  });
});
