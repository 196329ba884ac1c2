import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { consoleHosts, parseSigninEndpoint } from '../../packages/cli/src/console/console-hosts.ts';
import { destinationOf } from '../../packages/cli/src/console/destination.ts';
import { openCommand } from '../../packages/cli/src/sign-in/browser-opener.ts';
import { WrongUsage } from '../../packages/cli/src/wrong-usage.ts';

const HOST = 'console.aws.amazon.com';

describe('the destination', () => {
  test.each([
    ['', 'https://console.aws.amazon.com/console/home?region=eu-west-1'],
    ['s3', 'https://console.aws.amazon.com/s3/home?region=eu-west-1'],
    [
      `https://${HOST}/ec2/home?region=x#Instances:`,
      `https://${HOST}/ec2/home?region=x#Instances:`,
    ],
    [`https://eu-west-1.${HOST}/s3`, `https://eu-west-1.${HOST}/s3`],
  ])('%j is %s', (text, address) => {
    expect(destinationOf(text, HOST, 'eu-west-1').href).toBe(address);
  });

  test.each([
    'S3',
    '../s3',
    `http://${HOST}/`,
    `https://user:pw@${HOST}/`,
    `https://${HOST}.attacker.example/`,
    `https://attacker-${HOST}/`,
    `javascript:alert(1)//${HOST}`,
  ])('%s is none', (text) => {
    expect(() => destinationOf(text, HOST, 'eu-west-1')).toThrow(WrongUsage);
  });

  test('is within the console or an error of ours, whatever is given', () => {
    const text = fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc.webUrl().map((url) => `${url}@${HOST}/`),
    );
    fc.assert(
      fc.property(text, (given) => {
        try {
          const { protocol, host } = destinationOf(given, HOST, 'eu-west-1');
          expect([protocol, host]).toEqual([
            'https:',
            expect.stringMatching(/(^|\.)console\.aws\.amazon\.com$/),
          ]);
        } catch (error) {
          expect(error).toBeInstanceOf(WrongUsage);
        }
      }),
    );
  });

  test('has to be whole where the console is not known', () => {
    expect(() => destinationOf('s3', undefined, 'us-iso-east-1')).toThrow('--destination URL');
    expect(destinationOf('https://console.example/', undefined, 'x').host).toBe('console.example');
  });
});

test('the sign-in has a host in each partition that is documented in public', () => {
  expect(consoleHosts('aws-cn')?.signin).toBe('signin.amazonaws.cn');
  expect(consoleHosts('aws-us-gov')?.console).toBe('console.amazonaws-us-gov.com');
  expect(consoleHosts('aws-iso')).toBeUndefined();
  expect(consoleHosts('__proto__')).toBeUndefined();
});

test.each(['http://localhost', 'https://host/path', 'https://u:p@host', 'host', 'https://host/?x'])(
  '%s is no endpoint of the sign-in',
  (text) => {
    expect(() => parseSigninEndpoint(text)).toThrow(WrongUsage);
  },
);

test.each([
  ['linux', {}, ['xdg-open']],
  ['darwin', {}, ['open']],
  ['win32', {}, ['rundll32', 'url.dll,FileProtocolHandler']],
  ['linux', { BROWSER: '/usr/bin/firefox' }, ['/usr/bin/firefox']],
] as const)('on %s with %j, the browser is opened by %j', (system, environment, command) => {
  const address = 'https://login.example/?a=1&b=$(id)';
  expect(openCommand(address, environment, system)).toEqual([...command, address]);
});
