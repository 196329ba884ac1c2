import { issueCertificate } from '@entra-aws-creds/sandbox';
import { expect, test } from '@jest/globals';
import type { InputName } from '../../../../packages/core/src/1-inputs/input-name.ts';
import { InputReader } from '../../../../packages/core/src/1-inputs/input-reader.ts';
import type { AgentNetwork } from '../../../../packages/core/src/1-inputs/network/agent-network.ts';
import { readNetworkRoute } from '../../../../packages/core/src/1-inputs/network/network-route.ts';
import { StepFailure } from '../../../../packages/core/src/failure/step-failure.ts';
import { nodePlatform } from '../../../../packages/core/src/platform/node-platform.ts';
import { rawInputs } from '../raw-inputs.ts';

interface Given {
  readonly inputs?: Partial<Record<InputName, string>>;
  readonly agent?: AgentNetwork;
  readonly environment?: Record<string, string>;
  readonly files?: Record<string, string>;
}

async function read({ inputs = {}, agent, environment = {}, files = {} }: Given) {
  const seen: string[] = [];
  const reader = new InputReader(rawInputs(inputs));
  const platform = {
    ...nodePlatform(environment),
    maskSecret: (text: string) => seen.push(text),
    readFile: async (path: string) => {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
      return Buffer.from(text);
    },
  };
  const route = await readNetworkRoute(reader, agent, platform);
  return { ...reader.finish<{ route: Exclude<typeof route, symbol> }>({ route }), seen };
}

async function refusalOf(given: Given): Promise<StepFailure> {
  const failure = await read(given).catch((error: unknown) => error);
  if (failure instanceof StepFailure) return failure;
  throw new Error('did not fail');
}

const agent: AgentNetwork = {
  proxy: { url: 'http://agent.example:3128', bypassPatterns: ['past-agent\\.example'] },
};

test('without anything it is straight', async () => {
  const { route, seen } = await read({});
  expect(route).toMatchObject({ proxy: undefined, trustedFiles: [] });
  expect(seen).toEqual([]);
});

test.each<[string, Given, string, string]>([
  [
    'the input before the agent and the environment',
    {
      inputs: { 'http-proxy': 'http://input.example' },
      agent,
      environment: { HTTPS_PROXY: 'env.example' },
    },
    'http://input.example/',
    '"http-proxy"',
  ],
  [
    'the agent before the environment',
    { agent, environment: { HTTPS_PROXY: 'http://env.example' } },
    'http://agent.example:3128/',
    'The proxy setting of the agent',
  ],
  [
    'HTTPS_PROXY',
    { environment: { HTTPS_PROXY: 'env.example:1' } },
    'http://env.example:1/',
    'The variable HTTPS_PROXY',
  ],
  [
    'https_proxy before HTTPS_PROXY',
    { environment: { HTTPS_PROXY: 'upper.example', https_proxy: ' lower.example ' } },
    'http://lower.example/',
    'The variable https_proxy',
  ],
  [
    'HTTPS_PROXY when https_proxy is empty',
    { environment: { HTTPS_PROXY: 'upper.example', https_proxy: '' } },
    'http://upper.example/',
    'The variable HTTPS_PROXY',
  ],
])('%s', async (_, given, url, setBy) => {
  const { proxy } = (await read(given)).route;
  expect(proxy?.url.href).toBe(url);
  expect(proxy?.setBy).toBe(setBy);
});

test('HTTP_PROXY is for other traffic', async () => {
  const { route } = await read({
    environment: { HTTP_PROXY: 'x.example', http_proxy: 'x.example' },
  });
  expect(route.proxy).toBeUndefined();
});

test.each<[string, Given, string, boolean]>([
  [
    'NO_PROXY belongs to HTTPS_PROXY',
    { environment: { HTTPS_PROXY: 'p', NO_PROXY: 'sts.example' } },
    'sts.example',
    true,
  ],
  [
    'no_proxy comes first',
    { environment: { HTTPS_PROXY: 'p', NO_PROXY: '*', no_proxy: 'x.example' } },
    'sts.example',
    false,
  ],
  [
    'NO_PROXY goes with the input too',
    { inputs: { 'http-proxy': 'p.example' }, environment: { NO_PROXY: 'sts.example' } },
    'sts.example',
    true,
  ],
  [
    'the input takes the place of NO_PROXY',
    { inputs: { 'no-proxy': 'x.example' }, environment: { HTTPS_PROXY: 'p', NO_PROXY: '*' } },
    'sts.example',
    false,
  ],
  ['an agent has its own list', { agent, environment: { NO_PROXY: '*' } }, 'sts.example', false],
  ['which is one of patterns', { agent }, 'past-agent.example', true],
  [
    'the input takes its place as well',
    { agent, inputs: { 'no-proxy': 'sts.example' } },
    'past-agent.example',
    false,
  ],
  [
    'an odd entry of NO_PROXY is passed over',
    { environment: { HTTPS_PROXY: 'p', NO_PROXY: 'http://odd/,sts.example' } },
    'sts.example',
    true,
  ],
])('%s', async (_, given, host, straight) => {
  expect((await read(given)).route.bypasses(new URL(`https://${host}`))).toBe(straight);
});

test('an odd entry of no-proxy is refused by name', async () => {
  const failure = await refusalOf({ inputs: { 'no-proxy': 'ok.example,http://odd/' } });
  expect(failure.code).toBe('EAC_INPUT_INVALID');
  expect(failure.message).toMatch(/^"no-proxy" has the entry "http:\/\/odd\/"/);
});

test('a wrong proxy is refused by who set it, and is masked first', async () => {
  const text = 'ftp://user:secret-pass@proxy.example';
  const failure = await refusalOf({ environment: { HTTPS_PROXY: text } });
  expect(failure.message).toMatch(/^The variable HTTPS_PROXY is not the URL/);
  expect(failure.describe()).not.toContain('secret-pass');
  const { seen } = await read({ environment: { HTTPS_PROXY: text.replace('ftp', 'http') } });
  expect(seen).toEqual(expect.arrayContaining(['secret-pass', 'user:secret-pass']));
});

const ca = (commonName: string) =>
  issueCertificate({ commonName, keyType: 'ec', authority: true }).certificatePem.trim();
const files = {
  '/aws.pem': ca('aws'),
  '/agent.pem': ca('agent'),
  '/node.pem': ca('node'),
  '/none.pem': '',
};

test('the files of AWS_CA_BUNDLE and of the agent are trusted, and with them that of Node', async () => {
  const { route } = await read({
    agent: { authoritiesFile: '/agent.pem' },
    environment: { AWS_CA_BUNDLE: '/aws.pem', NODE_EXTRA_CA_CERTS: '/node.pem' },
    files,
  });
  expect(route.trustedFiles).toEqual([
    { setBy: 'The variable AWS_CA_BUNDLE', certificates: [files['/aws.pem']] },
    { setBy: 'The CA file of the agent', certificates: [files['/agent.pem']] },
    { setBy: 'The variable NODE_EXTRA_CA_CERTS', certificates: [files['/node.pem']] },
  ]);
});

test('NODE_EXTRA_CA_CERTS alone is left to Node, and forgiven what Node forgives', async () => {
  expect(
    (await read({ environment: { NODE_EXTRA_CA_CERTS: '/node.pem' }, files })).route.trustedFiles,
  ).toEqual([]);
  const { route } = await read({
    environment: { AWS_CA_BUNDLE: '/aws.pem', NODE_EXTRA_CA_CERTS: '/missing.pem' },
    files,
  });
  expect(route.trustedFiles).toHaveLength(1);
});

test.each<[string, Given, RegExp]>([
  [
    'that is not there',
    { environment: { AWS_CA_BUNDLE: '/missing.pem' }, files },
    /AWS_CA_BUNDLE names "\/missing\.pem".*ENOENT/,
  ],
  [
    'without certificates',
    { environment: { AWS_CA_BUNDLE: '/none.pem' }, files },
    /AWS_CA_BUNDLE \("\/none\.pem"\) holds no certificate/,
  ],
  [
    'of the agent',
    { agent: { authoritiesFile: '/missing.pem' }, files },
    /CA file of the agent names/,
  ],
])('a file %s is refused', async (_, given, message) => {
  const failure = await refusalOf(given);
  expect(failure.code).toBe('EAC_CA_FILE');
  expect(failure.message).toMatch(message);
});
