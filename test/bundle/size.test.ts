import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  type Sandbox,
  type StandardScenario,
  standardScenario,
  startSandbox,
} from '@entra-aws-creds/sandbox';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mainInputs, openPipeline, REPOSITORY, TASK_DIRECTORY } from './pipeline.ts';

/** Time on a machine of others is no test; what takes the time is: bytes, modules, requests, connections. */
const LIMITS = {
  mainEntryBytes: 150_000,
  defaultPathBytes: 400_000,
  /** One of the login, the others of the exchange, which shares some with what signs requests. */
  laterFiles: 4,
  cleanUpBytes: 20_000,
};

/** Large modules of Node's own that nothing of ours has a use for. */
const UNWANTED = ['http2', 'internal/deps/undici/undici', 'worker_threads', 'dgram', 'readline'];

const LOADED_MODULES = pathToFileURL(join(REPOSITORY, 'test/bundle/loaded-modules.mjs')).href;

let sandbox: Sandbox;
let scenario: StandardScenario;

beforeAll(async () => {
  sandbox = await startSandbox();
  scenario = await standardScenario(sandbox);
});
afterAll(() => sandbox.close());

interface Loaded {
  readonly files: readonly string[];
  readonly builtins: readonly string[];
}

/** What main step and clean-up load on the default path: a PEM certificate, one role. */
async function loadedBy(host: 'GitHub Actions' | 'Azure Pipelines'): Promise<readonly Loaded[]> {
  const list = join(sandbox.directory, `${basename(host)}.jsonl`);
  const pipeline = openPipeline(host, 'Node 24', {
    environment: {
      NODE_EXTRA_CA_CERTS: sandbox.caFile,
      NODE_OPTIONS: `--import=${LOADED_MODULES}`,
      LOADED_MODULES: list,
    },
  });
  const { errors } = await pipeline.step(mainInputs(sandbox, scenario));
  expect(errors).toEqual([]);
  await pipeline.finish();
  await pipeline.close();
  const lines = readFileSync(list, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line));
}

const bytesOf = (urls: readonly string[]) =>
  urls.reduce((sum, url) => sum + statSync(fileURLToPath(url)).size, 0);

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

  test('the main step loads its entry, and of the rest only what login and exchange need', () => {
    const [entry = '', ...later] = main.files;
    expect(basename(dirname(entry))).toBe(bundle);
    expect(later.length).toBeLessThanOrEqual(LIMITS.laterFiles);
    expect(bytesOf([entry])).toBeLessThan(LIMITS.mainEntryBytes);
    expect(bytesOf(main.files)).toBeLessThan(LIMITS.defaultPathBytes);
  });

  test('the main step loads no module of Node that it has no use for', () => {
    expect(main.builtins).toContain('https');
    expect(main.builtins.filter((name) => UNWANTED.includes(name))).toEqual([]);
  });

  test('the clean-up is one small file, and loads no network', () => {
    const root = host === 'Azure Pipelines' ? TASK_DIRECTORY : REPOSITORY;
    const folder = join(root, 'dist', `${bundle}-post`);
    expect(cleanUp.files.map((url) => fileURLToPath(url))).toEqual([join(folder, 'index.js')]);
    expect(readdirSync(folder).filter((file) => file.endsWith('.js'))).toEqual(['index.js']);
    expect(bytesOf(cleanUp.files)).toBeLessThan(LIMITS.cleanUpBytes);
    const network = ['http', 'https', 'tls', '_http_client'];
    expect(cleanUp.builtins.filter((name) => network.includes(name))).toEqual([]);
  });
});
