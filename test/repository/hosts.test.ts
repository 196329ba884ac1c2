import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { readPage } from './documented-pages.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PACKAGES = [
  'core',
  'github-action',
  'azure-devops-task',
  'credential-process',
  'bindings',
  'cli',
];

const [, section = ''] =
  /^## What leaves the machine, and where to\n([\s\S]*?)^## /m.exec(readPage('docs/security.md')) ??
  [];

/** What stands for a host in texts of the sources: a name with a known end, or an address. */
const HOST =
  /['"`/@](?:\$\{[^}]*\}\.?)?((?:[a-z0-9-]+\.)+(?:com|us|cn|eu|gov|net|io|org|dev|uk|cloud|aws|scloud)|\d{1,3}(?:\.\d{1,3}){3})(?=['"`/:])/g;

/** Asked by nobody: documentation, names of claims and of XML, issuers that a text is compared with. */
const NO_HOSTS = [
  'github.com',
  'docs.github.com',
  'aws.amazon.com',
  'learn.microsoft.com',
  'sts.amazonaws.com',
  'token.actions.githubusercontent.com',
  'gitlab.com',
  'sts.windows.net',
  'sts.chinacloudapi.cn',
];
/** Of a partition's own; the page says "the partition's". */
const OF_A_PARTITION =
  /^(iam|iam-fips|signin|console|api|c2s|sc2s|cloud|csp|us-gov)\.|^amazonaws\.|^api\./;

function hostsOf(name: string): readonly string[] {
  const source = join(root, 'packages', name, 'src');
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const code = readFileSync(join(source, file), 'utf8')
        .replaceAll(/\/\*[\s\S]*?\*\//g, '')
        .replaceAll(/^\s*\/\/.*$/gm, '');
      return [...code.matchAll(HOST)].map(([, host = '']) => host);
    });
}

test('docs/security.md names every host that the sources name', () => {
  const hosts = new Set(PACKAGES.flatMap(hostsOf));
  expect(hosts.size).toBeGreaterThan(5);
  const missing = [...hosts]
    .filter((host) => !NO_HOSTS.includes(host) && !OF_A_PARTITION.test(host))
    .filter((host) => !section.includes(host));
  expect(missing).toEqual([]);
});

test('docs/security.md names no host that the sources do not know', () => {
  const sources = new Set(PACKAGES.flatMap(hostsOf));
  const named = [...section.matchAll(/`((?:[a-z0-9-]+\.){2,}[a-z]{2,}|\d+(?:\.\d+){3})`/g)].map(
    ([, host = '']) => host,
  );
  expect(named.length).toBeGreaterThan(4);
  for (const host of named) expect([...sources]).toContain(host);
});
