import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InputProblem } from '../../../../packages/core/src/1-inputs/input-problem.ts';
import {
  isOfAppService,
  isOfThisMachine,
} from '../../../../packages/core/src/credential/managed/local-address.ts';
import {
  ENDPOINT_VARIABLES,
  findManagedIdentityEndpoint,
} from '../../../../packages/core/src/credential/managed/managed-identity-endpoint.ts';
import { nodePlatform } from '../../../../packages/core/src/platform/node-platform.ts';

const find = (environment: Record<string, string>, readable: readonly string[] = []) =>
  findManagedIdentityEndpoint({
    environment,
    isReadable: async (path) => readable.includes(path),
  });
const refusalOf = async (environment: Record<string, string>): Promise<InputProblem> => {
  const error = await find(environment).catch((thrown: unknown) => thrown);
  if (error instanceof InputProblem) return error;
  throw new Error('was not refused');
};

describe('an address', () => {
  test.each([
    ['127.0.0.1', true],
    ['127.8.9.10', true],
    ['169.254.169.254', true],
    ['localhost', true],
    ['[::1]', true],
    ['[fe80::1]', true],
    ['[febf:0:1::2]', true],
    ['128.0.0.1', false],
    ['169.255.0.1', false],
    ['10.0.0.4', false],
    ['172.16.0.4', false],
    ['[fec0::1]', false],
    ['[::2]', false],
    ['localhost.attacker.example', false],
    ['127.0.0.1.attacker.example', false],
    ['169.254.attacker.example', false],
  ])('%s is of this machine: %s', (hostname, expected) => {
    expect(isOfThisMachine(hostname)).toBe(expected);
  });

  test('of App Service may be beside it, and no further', () => {
    expect(isOfAppService('172.16.0.4')).toBe(true);
    expect(isOfAppService('169.254.129.2')).toBe(true);
    expect(isOfAppService('172.17.0.1')).toBe(false);
    expect(isOfAppService('172.16.attacker.example')).toBe(false);
  });

  test('is judged as the network understands it', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const [first, second] = address.split('.').map(Number);
        const local = first === 127 || (first === 169 && second === 254);
        expect(isOfThisMachine(new URL(`http://${address}/`).hostname)).toBe(local);
      }),
    );
    expect(isOfThisMachine(new URL('http://0x7f.1/').hostname)).toBe(true);
    expect(isOfThisMachine(new URL('http://2852039166/').hostname)).toBe(true);
    expect(isOfThisMachine(new URL('http://134744072/').hostname)).toBe(false);
  });
});

describe('the endpoint of a machine', () => {
  const APP = { IDENTITY_ENDPOINT: 'http://169.254.129.2:8081/msi/token', IDENTITY_HEADER: 'h' };
  const ARC = { IDENTITY_ENDPOINT: 'http://localhost:40342/token', IMDS_ENDPOINT: 'http://x' };

  test.each<[string, Record<string, string>, string[], string, string, string | undefined]>([
    [
      'nothing',
      {},
      [],
      'the metadata service of the virtual machine',
      '169.254.169.254',
      undefined,
    ],
    [
      'half of App Service',
      { IDENTITY_HEADER: 'h' },
      [],
      'the metadata service of the virtual machine',
      '169.254.169.254',
      undefined,
    ],
    ['App Service', APP, [], 'App Service', '169.254.129.2:8081', 'IDENTITY_ENDPOINT'],
    [
      'App Service and its older variable',
      { ...APP, MSI_ENDPOINT: 'http://x' },
      [],
      'App Service',
      '169.254.129.2:8081',
      'IDENTITY_ENDPOINT',
    ],
    ['Azure Arc', ARC, [], 'Azure Arc', '127.0.0.1:40342', 'IDENTITY_ENDPOINT'],
    [
      'the agent of Azure Arc',
      {},
      ['/opt/azcmagent/bin/himds'],
      'Azure Arc',
      '127.0.0.1:40342',
      undefined,
    ],
    [
      'the agent of Azure Arc on Windows',
      { ProgramFiles: 'C:\\Programs' },
      ['C:\\Programs\\AzureConnectedMachineAgent\\himds.exe'],
      'Azure Arc',
      '127.0.0.1:40342',
      undefined,
    ],
    [
      'a metadata service that was moved',
      { AZURE_POD_IDENTITY_AUTHORITY_HOST: 'http://127.0.0.1:8000/' },
      [],
      'the metadata service of the virtual machine',
      '127.0.0.1:8000',
      'AZURE_POD_IDENTITY_AUTHORITY_HOST',
    ],
  ])('with %s', async (_, environment, files, service, host, setBy) => {
    const endpoint = await find(environment, files);
    expect({ service: endpoint.service, host: endpoint.url.host, setBy: endpoint.setBy }).toEqual({
      service,
      host,
      setBy,
    });
  });

  test('is found again by the variables that stand for it', async () => {
    for (const environment of [
      {},
      APP,
      ARC,
      { AZURE_POD_IDENTITY_AUTHORITY_HOST: 'http://[::1]:1' },
    ]) {
      const first = await find(environment);
      const again = await find(first.variables());
      expect([again.service, again.url.host]).toEqual([first.service, first.url.host]);
      for (const name of Object.keys(first.variables())) expect(ENDPOINT_VARIABLES).toContain(name);
    }
  });

  test.each<[string, Record<string, string>, RegExp]>([
    [
      'another host',
      { ...APP, IDENTITY_ENDPOINT: 'http://attacker.example/' },
      /attacker\.example/,
    ],
    ['TLS', { ...APP, IDENTITY_ENDPOINT: 'https://127.0.0.1/' }, /over "https:"/],
    ['a password', { ...ARC, IDENTITY_ENDPOINT: 'http://u:p@127.0.0.1/' }, /leads to/],
    ['no URL', { ...ARC, IDENTITY_ENDPOINT: 'x' }, /IDENTITY_ENDPOINT is not a URL/],
    [
      'the network of App Service elsewhere',
      { ...ARC, IDENTITY_ENDPOINT: 'http://172.16.0.4/' },
      /172\.16/,
    ],
    ['Service Fabric', { ...APP, IDENTITY_SERVER_THUMBPRINT: 'aa' }, /Service Fabric/],
    ['Cloud Shell', { MSI_ENDPOINT: 'http://localhost:50342/oauth2/token' }, /Cloud Shell/],
  ])('is refused with %s', async (_, environment, says) => {
    const { code, message } = await refusalOf(environment);
    expect(code).toBe('EAC_MANAGED_IDENTITY_ENDPOINT');
    expect(message).toMatch(says);
    expect(message).not.toContain('u:p');
  });

  test('is refused or local, whatever the variables hold', async () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl(), fc.constant(''));
    const environments = fc.record(
      Object.fromEntries(ENDPOINT_VARIABLES.map((name) => [name, text])),
    );
    await fc.assert(
      fc.asyncProperty(environments, async (environment) => {
        const found = await find(environment).catch((error: unknown) => error);
        if (found instanceof InputProblem) return;
        const { url } = found as Awaited<ReturnType<typeof find>>;
        expect(url.protocol).toBe('http:');
        expect(isOfAppService(url.hostname)).toBe(true);
      }),
    );
  });

  test('does not show its header', async () => {
    expect(JSON.stringify(await find({ ...APP, IDENTITY_HEADER: 'of-this-app' }))).not.toContain(
      'of-this-app',
    );
  });
});

describe('variables of the process for a library', () => {
  const { withVariables } = nodePlatform({});
  const names = ['EAC_TEST_ONE', 'EAC_TEST_TWO'];
  const now = () => names.map((name) => process.env[name]);

  test('are there while it works, and as before after it', () => {
    process.env['EAC_TEST_ONE'] = 'before';
    const seen = withVariables({ EAC_TEST_ONE: undefined, EAC_TEST_TWO: 'x' }, now);
    expect(seen).toEqual([undefined, 'x']);
    expect(now()).toEqual(['before', undefined]);
    delete process.env['EAC_TEST_ONE'];
  });

  test('are as before also when it fails', () => {
    const work = () => {
      throw new Error('no');
    };
    expect(() => withVariables({ EAC_TEST_TWO: 'x' }, work)).toThrow('no');
    expect(now()).toEqual([undefined, undefined]);
  });
});
