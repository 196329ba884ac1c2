import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { mainInputs, REPOSITORY, TASK_DIRECTORY } from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

/** Time on a machine of others is no test; what takes the time is: bytes, modules, requests, connections. */
const LIMITS = {
  /** What speaks to the host, and core. */
  entryBytes: 150_000,
  defaultPathBytes: 400_000,
  /** One of the login, the others of the exchange, which shares some with what signs requests. */
  laterFiles: 4,
  cleanUpBytes: 8_000,
};

/** Large modules of Node's own that nothing of ours has a use for. */
const UNWANTED = [
  'http2',
  'internal/deps/undici/undici',
  'internal/fs/promises',
  'worker_threads',
  'dgram',
  'readline',
];

/** What a clean-up does without: together they take longer to load than it takes to run. */
const NOT_IN_CLEAN_UP = ['crypto', 'fs/promises', 'net', 'http', 'https', 'tls', '_http_client'];

const LOADED_MODULES = pathToFileURL(join(REPOSITORY, 'test/bundle/loaded-modules.mjs')).href;

const { sandbox, scenario, openPipeline } = await sandboxedPipelines();

interface Loaded {
  readonly files: readonly string[];
  /** Those of the files that were loaded while the inputs were in the environment. */
  readonly besideInputs: readonly string[];
  /** Those that were loaded while a connection was begun and not made. */
  readonly connecting: readonly string[];
  readonly builtins: readonly string[];
}

/** What main step and clean-up load on the default path: a PEM certificate, one role. */
async function loadedBy(host: 'GitHub Actions' | 'Azure Pipelines'): Promise<readonly Loaded[]> {
  const list = join(sandbox.directory, `${basename(host)}.jsonl`);
  const pipeline = openPipeline(host, 'Node 24', {
    environment: {
      NODE_OPTIONS: `--import=${LOADED_MODULES}`,
      LOADED_MODULES: list,
    },
  });
  const { errors } = await pipeline.step(mainInputs(sandbox, scenario));
  expect(errors).toEqual([]);
  await pipeline.finish();
  const lines = readFileSync(list, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line));
}

const bytesOf = (urls: readonly string[]) =>
  urls.reduce((sum, url) => sum + statSync(fileURLToPath(url)).size, 0);

test('core has nothing of what the SDK looks for credentials with', () => {
  const folder = join(REPOSITORY, 'dist/core');
  const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  expect(texts.join()).toContain('AssumeRoleWithWebIdentity');
  expect(texts.join()).not.toMatch(/AWS_CONTAINER_AUTHORIZATION_TOKEN|sso_start_url/);
});

test('core makes one require for all modules of Node', () => {
  const entry = readFileSync(join(REPOSITORY, 'dist/core/index.js'), 'utf8');
  expect(entry.match(/[\w$]+\(import\.meta\.url\)/g)).toHaveLength(1);
});

describe.each([
  ['GitHub Actions', 'github-action'],
  ['Azure Pipelines', 'azure-devops-task'],
] as const)('%s', (host, bundle) => {
  let main: Loaded;
  let cleanUp: Loaded;
  let requests: number;
  let connections: number;

  beforeAll(async () => {
    const before = { requests: sandbox.requests.length, ...sandbox.connections };
    const [first, second, ...others] = await loadedBy(host);
    expect(others).toEqual([]);
    main = first as Loaded;
    cleanUp = second as Loaded;
    requests = sandbox.requests.length - before.requests;
    const { entra, sts, iam } = sandbox.connections;
    connections = entra + sts + iam - before.entra - before.sts - before.iam;
  });

  test('one role costs two requests over two connections', () => {
    expect({ requests, connections }).toEqual({ requests: 2, connections: 2 });
  });

  test('the main step loads two entries, and of the rest only what login and exchange need', () => {
    const [own = '', core = '', ...later] = main.files;
    expect(own).toMatch(RegExp(`/dist/${bundle}/index\\.js$`));
    expect(core).toMatch(/\/dist\/core\/index\.js$/);
    expect(later.length).toBeLessThanOrEqual(LIMITS.laterFiles);
    expect(bytesOf([own, core])).toBeLessThan(LIMITS.entryBytes);
    expect(bytesOf(main.files)).toBeLessThan(LIMITS.defaultPathBytes);
  });

  // On GitHub there is nothing that could be taken away: the inputs of a step are the runner's variables.
  if (host === 'Azure Pipelines') {
    test('no library is loaded while the inputs are in the environment', () => {
      expect(main.besideInputs).toEqual(main.files.slice(0, 2));
    });
  }

  test('the SDK is loaded when connections are made and the first request has left', () => {
    const exchange = main.files.slice(-2);
    expect(main.files.length).toBeGreaterThan(exchange.length + 2);
    expect(main.connecting.filter((file) => exchange.includes(file))).toEqual([]);
  });

  test('the main step loads no module of Node that it has no use for', () => {
    expect(main.builtins).toContain('https');
    expect(main.builtins.filter((name) => UNWANTED.includes(name))).toEqual([]);
  });

  test('the clean-up is one small file, and loads neither network, streams nor OpenSSL', () => {
    const root = host === 'Azure Pipelines' ? TASK_DIRECTORY : REPOSITORY;
    const folder = join(root, 'dist', `${bundle}-post`);
    expect(cleanUp.files.map((url) => fileURLToPath(url))).toEqual([join(folder, 'index.js')]);
    expect(readdirSync(folder).filter((file) => file.endsWith('.js'))).toEqual(['index.js']);
    expect(bytesOf(cleanUp.files)).toBeLessThan(LIMITS.cleanUpBytes);
    expect(cleanUp.builtins.filter((name) => NOT_IN_CLEAN_UP.includes(name))).toEqual([]);
  });
});
