import { spawnSync } from 'node:child_process';
import { win32 } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  argumentText,
  processCommand,
} from '../../../packages/core/src/5-publish/process-command.ts';

const program = { node: '/opt/runner/node', script: '/opt/actions/dist/index.js' };
const PLAN = '/tmp/job/renew-deploy.json';

test('what needs no quotes has none', () => {
  expect(processCommand(program, PLAN)).toBe(`/opt/runner/node /opt/actions/dist/index.js ${PLAN}`);
});

describe('on Windows', () => {
  const agent = (root: string) => ({
    node: win32.join(root, 'externals', 'node24', 'bin', 'node.exe'),
    script: win32.join(root, '_work', '_tasks', 'dist', 'index.js'),
  });
  const plan = (root: string) => win32.join(root, '_work', '_temp', 'renew-deploy.json');

  test('backslashes stand as they are', () => {
    expect(processCommand(agent('C:\\agent'), plan('C:\\agent'))).toBe(
      'C:\\agent\\externals\\node24\\bin\\node.exe C:\\agent\\_work\\_tasks\\dist\\index.js C:\\agent\\_work\\_temp\\renew-deploy.json',
    );
  });

  test('a space in the temporary folder needs no quotes, which the SDK for Go would spoil', () => {
    const command = processCommand(agent('C:\\agent'), plan('D:\\Temporary Files'));
    expect(command).toMatch(/^C:\\\S+ C:\\\S+ base64url:[\w-]+$/);
    expect(argumentText(command.split(' ').at(-1) ?? '')).toBe(plan('D:\\Temporary Files'));
  });

  test('a space in the folder of the agent is quoted, and the last word is not', () => {
    expect(processCommand(agent('C:\\Program Files\\agent'), plan('C:\\temp'))).toBe(
      '"C:\\Program Files\\agent\\externals\\node24\\bin\\node.exe" "C:\\Program Files\\agent\\_work\\_tasks\\dist\\index.js" C:\\temp\\_work\\_temp\\renew-deploy.json',
    );
  });

  test('a server is a place, too', () => {
    expect(processCommand(agent('\\\\server\\share'), PLAN)).toMatch(/^\\\\server\\share\\ext/);
  });
});

test.each(['"', '$HOME', '`id`', '%PATH%', '\n', 'a\\b', 'a #b', 'a ;b'])(
  'a program with %j in its path is none for a command',
  (part) => {
    expect(() => processCommand({ ...program, script: `/opt/${part}/x.js` }, PLAN)).toThrow(
      /a command in an AWS configuration file cannot contain/,
    );
  },
);

const folder = fc.stringMatching(/^[\w !&'()*+,.:;<=>?@[\]^{|}~äß-]{1,12}$/);
const anyFolder = fc.string({ minLength: 1, unit: 'grapheme' });

test('a shell reads the three words that were meant, whatever the paths', () => {
  fc.assert(
    fc.property(folder, folder, anyFolder, (node, script, temporary) => {
      fc.pre(!/\s[#;]/.test(node + script));
      const plan = `/${temporary}/renew.json`;
      const command = processCommand({ node: `/${node}/node`, script: `/${script}/x.js` }, plan);
      expect(command.endsWith('"')).toBe(false);
      const { stdout } = spawnSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' });
      const [first, second, last = ''] = stdout.split('\n');
      expect([first, second]).toEqual([`/${node}/node`, `/${script}/x.js`]);
      expect(argumentText(last)).toBe(Buffer.from(plan, 'utf8').toString('utf8'));
    }),
    { numRuns: 50 },
  );
});
