import { describe, expect, test } from '@jest/globals';
import type { InputName } from '../../../packages/core/src/1-inputs/input-name.ts';
import { withEarlyConnections } from '../../../packages/core/src/exchange/early-connections.ts';
import { STRAIGHT } from '../../../packages/core/src/platform/network-route.ts';
import { nodePlatform } from '../../../packages/core/src/platform/node-platform.ts';
import type { MaskingPlatform } from '../../../packages/core/src/platform/platform.ts';

type Inputs = Readonly<Partial<Record<InputName, string>>>;

const INPUTS: Inputs = {
  certificate: 'not opened yet',
  'aws-region': 'eu-west-1',
  'role-to-assume': 'arn:aws:iam::123456789012:role/Deploy',
};
const ENTRA = new URL('https://login.microsoftonline.com');
const STS = new URL('https://sts.eu-west-1.amazonaws.com');

/** What is begun by whom: `1 https://…` for the network that was opened first. */
async function eventsOf(
  inputs: Inputs,
  work: (platform: MaskingPlatform) => Promise<void>,
  environment: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const events: string[] = [];
  let networks = 0;
  const platform: MaskingPlatform = {
    ...nodePlatform(environment),
    maskSecret: () => {},
    openNetwork: () => {
      networks += 1;
      const own = networks;
      return {
        begin: (url) => void events.push(`${own} ${url.origin}`),
        send: () => Promise.reject(new Error('nothing is to be sent')),
        close: () => void events.push(`${own} closed`),
      };
    },
  };
  const raw = { read: (name: InputName) => inputs[name] ?? '' };
  await withEarlyConnections(raw, platform, async (early) => {
    events.push('work');
    await work(early);
  });
  return events;
}

const nothing = async () => {};

test('connections to Entra and STS are begun before the work, and closed after it', async () => {
  const expected = [`1 ${ENTRA.origin}`, `1 ${STS.origin}`, 'work', '1 closed'];
  expect(await eventsOf(INPUTS, nothing)).toEqual(expected);
});

test('the work gets them with the first network that it opens, which begins none of them again', async () => {
  const events = await eventsOf(INPUTS, async (platform) => {
    const first = platform.openNetwork(STRAIGHT);
    for (const url of [ENTRA, STS, STS]) first.begin(url);
    platform.openNetwork(STRAIGHT).begin(ENTRA);
  });
  const own = events.slice(events.indexOf('work') + 1);
  expect(own).toEqual([`1 ${STS.origin}`, `2 ${ENTRA.origin}`, '1 closed']);
});

test('a network with limits of its own, or with further authorities, has connections of its own', async () => {
  const events = await eventsOf(INPUTS, async (platform) => {
    platform.openNetwork(STRAIGHT, { milliseconds: () => 1 }).begin(STS);
    const trustedFiles = [{ setBy: 'somebody', certificates: [] }];
    platform.openNetwork({ ...STRAIGHT, trustedFiles }).begin(STS);
  });
  expect(events).toEqual(expect.arrayContaining([`2 ${STS.origin}`, `3 ${STS.origin}`]));
});

test('they are closed when the work fails', async () => {
  const fails = () => Promise.reject(new Error('the certificate is not one'));
  const events: string[] = [];
  const platform: MaskingPlatform = {
    ...nodePlatform({}),
    maskSecret: () => {},
    openNetwork: () => ({
      begin: () => {},
      send: () => Promise.reject(new Error('nothing is to be sent')),
      close: () => void events.push('closed'),
    }),
  };
  const raw = { read: (name: InputName) => INPUTS[name] ?? '' };
  await expect(withEarlyConnections(raw, platform, fails)).rejects.toThrow('is not one');
  expect(events).toEqual(['closed']);
});

describe('nobody is connected to', () => {
  test.each<[string, Inputs, Record<string, string>]>([
    ['without a role', { ...INPUTS, 'role-to-assume': '' }, {}],
    ['without a certificate', { ...INPUTS, certificate: '' }, {}],
    ['for another credential', { ...INPUTS, 'entra-credential': 'github-oidc' }, {}],
    ['with a wrong region', { ...INPUTS, 'aws-region': 'Ireland' }, {}],
    ['with a wrong authority host', { ...INPUTS, 'authority-host': 'http://evil.example' }, {}],
    ['with a wrong endpoint', { ...INPUTS, 'sts-endpoint': 'http://evil.example' }, {}],
    ['through a proxy', { ...INPUTS, 'http-proxy': 'http://proxy.example:8080' }, {}],
    ['past a proxy of the environment', INPUTS, { HTTPS_PROXY: 'http://proxy.example:8080' }],
  ])('%s', async (_, inputs, environment) => {
    expect(await eventsOf(inputs, nothing, environment)).toEqual(['work']);
  });
});
