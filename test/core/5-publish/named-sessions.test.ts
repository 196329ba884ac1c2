import { expect, test } from '@jest/globals';
import { parseProfileName } from '../../../packages/core/src/1-inputs/aws/profile.ts';
import type { RoleSession } from '../../../packages/core/src/3-sts-credentials/role-session.ts';
import { namedSessions } from '../../../packages/core/src/5-publish/named-sessions.ts';

const session = (profile?: string) =>
  ({
    request: { profile: profile === undefined ? undefined : parseProfileName(profile) },
  }) as RoleSession;
const sessions = { main: session(), profiles: [session('audit')] };
const host = { credentialProcess: { node: '/opt/node', script: '/opt/x.js' } };

test('only sessions with a name get a profile, unless all must have one', () => {
  const names = (all: boolean) =>
    namedSessions(sessions, { refresh: false }, all, '/temp', host).map(({ name }) => name);
  expect(names(false)).toEqual(['audit']);
  expect(names(true)).toEqual(['entra-aws-creds', 'audit']);
});

test('a profile that renews itself has a command with its own plan', () => {
  const commands = (refresh: boolean) =>
    namedSessions(sessions, { refresh }, true, '/temp', host).map(
      ({ credentialProcess }) => credentialProcess,
    );
  expect(commands(false)).toEqual([undefined, undefined]);
  expect(commands(true)).toEqual([
    '/opt/node /opt/x.js /temp/renew-entra-aws-creds.json',
    '/opt/node /opt/x.js /temp/renew-audit.json',
  ]);
});
