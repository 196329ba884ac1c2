import { win32 } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseProfileName } from '../../packages/core/src/1-inputs/aws/profile.ts';
import type { RoleSession } from '../../packages/core/src/3-sts-credentials/role-session.ts';
import { namedSessions } from '../../packages/core/src/5-publish/named-sessions.ts';

const session = (profile?: string) =>
  ({
    request: { profile: profile === undefined ? undefined : parseProfileName(profile) },
  }) as RoleSession;

const AGENT = 'C:\\Program Files\\agent';
const windows = {
  credentialProcess: {
    node: win32.join(AGENT, 'externals', 'node24', 'bin', 'node.exe'),
    script: win32.join(AGENT, '_work', '_tasks', 'dist', 'index.js'),
  },
};

test('only sessions with a name get a profile, unless all must renew themselves', () => {
  const sessions = { main: session(), profiles: [session('audit')] };
  const names = (refresh: boolean) =>
    namedSessions(sessions, { refresh }, '/temp', windows).map(({ name }) => name);
  expect(names(false)).toEqual(['audit']);
  expect(names(true)).toEqual(['entra-aws-creds', 'audit']);
});

test('a command of Windows paths stands as it is, in quotes', () => {
  const [named] = namedSessions(
    { main: session(), profiles: [] },
    { refresh: true },
    'C:\\agent\\_work\\_temp\\own',
    windows,
  );
  expect(named?.credentialProcess).toMatch(
    /^"C:\\Program Files\\agent\\externals\\node24\\bin\\node\.exe" "C:\\Program Files\\agent\\_work\\_tasks\\dist\\index\.js" "C:\\agent\\_work\\_temp\\own[\\/]renew-entra-aws-creds\.json"$/,
  );
});

test.each(['"', '$HOME', '`id`', '%PATH%', '\n'])(
  'a path with %j is no path for a command',
  (part) => {
    const host = {
      credentialProcess: { ...windows.credentialProcess, script: `/opt/${part}/x.js` },
    };
    expect(() =>
      namedSessions({ main: session(), profiles: [] }, { refresh: true }, '/temp', host),
    ).toThrow(/cannot stand in a command/);
  },
);
