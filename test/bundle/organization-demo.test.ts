import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { NODE_VERSIONS, type NodeVersion } from './node-versions.ts';
import { REPOSITORY } from './pipeline.ts';

jest.setTimeout(120_000);

const scratch = mkdtempSync(join(tmpdir(), 'organization-demo-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function demo(root: string, node: string = process.execPath, act = 'organization') {
  const command = join(root, 'dist/sandbox/index.js');
  // Nothing of the machine's own AWS configuration may be needed, or found.
  const env = { PATH: process.env['PATH'] ?? '', HOME: scratch };
  const options = { encoding: 'utf8', env, cwd: scratch } as const;
  const { status, stdout, stderr } = spawnSync(node, [command, 'demo', act], options);
  return { status, stdout, stderr };
}

/** The product with a template that says something else. */
function productWith(name: string, change: (text: string) => string): string {
  const root = mkdtempSync(join(scratch, 'product-'));
  const templates = 'packages/organization/templates';
  cpSync(join(REPOSITORY, 'dist/sandbox'), join(root, 'dist/sandbox'), { recursive: true });
  cpSync(join(REPOSITORY, templates), join(root, templates), { recursive: true });
  for (const shared of ['action.yml', 'dist/organization', 'dist/core', 'dist/github-action']) {
    mkdirSync(join(root, shared, '..'), { recursive: true });
    symlinkSync(join(REPOSITORY, shared), join(root, shared));
  }
  const file = join(root, templates, name);
  const text = readFileSync(file, 'utf8');
  if (change(text) === text) throw new Error('the template is as it was');
  writeFileSync(file, change(text));
  return root;
}

describe.each(Object.keys(NODE_VERSIONS) as NodeVersion[])(
  'the story of a role, on %s',
  (version) => {
    let outcome: ReturnType<typeof demo>;
    let lines: readonly string[];
    beforeAll(() => {
      outcome = demo(REPOSITORY, NODE_VERSIONS[version]);
      lines = outcome.stdout.split('\n');
    });
    /** Where the first line is that says this, after another. */
    const lineOf = (said: string | RegExp, after = -1) => {
      const index = lines.findIndex(
        (line, at) =>
          at > after && (typeof said === 'string' ? line.includes(said) : said.test(line)),
      );
      if (index < 0) throw new Error(`no line says ${said}`);
      return index;
    };
    const inOrder = (said: readonly (string | RegExp)[]) =>
      said.reduce((after, one) => lineOf(one, after), -1);

    test('comes to its end', () => {
      expect([outcome.status, outcome.stderr]).toEqual([0, '']);
      expect(lines.at(-2)).toBe(
        'The role came and went, and so did everything that was made for it.',
      );
    });

    test('runs the tasks in the order of the state machine, and names what each wrote', () => {
      inOrder([
        /│ +\d+\.\d s {2}Router +Step Functions StartExecution$/,
        /│ +\d+\.\d s {2}Observe +do: bind$/,
        /│ +\d+\.\d s {2}create-service-principal +Graph /,
        /│ +\d+\.\d s {2}add-audience-id-provider +IAM CreateOpenIDConnectProvider$/,
        /│ +\d+\.\d s {2}assign-role-to-audience +IAM TagRole$/,
        /│ +IAM UpdateAssumeRolePolicy$/,
        /SUCCEEDED: Observe → Decide → create-service-principal → .* → Done$/,
        /^ {2}Bound \d+\.\d s after CreateRole\.$/,
        /Router +dropped, because it is our own doing$/,
      ]);
    });

    test('shows the trust policy before and after', () => {
      const [, id = ''] = /client ID ([0-9a-f-]{36})/.exec(outcome.stdout) ?? [];
      expect(lines).toContainEqual(expect.stringMatching(/^ {2}- .*:aud": "entra-aws-creds"$/));
      expect(lines).toContainEqual(expect.stringMatching(`^ {2}\\+ .*:aud": "${id}",$`));
      expect(lines).toContainEqual(expect.stringMatching(/^ {2}\+ .*:sub": "[0-9a-f-]{36}"$/));
      expect(lines).toContain(`  tag                entra-aws-creds:application-id = ${id}`);
      expect(lines).toContain(`  its audiences      ${id}`);
    });

    test('gets the pipeline in, nobody else, and nobody any more', () => {
      inOrder([
        /^ {2}Bound /,
        'arn:aws:sts::222222222222:assumed-role/deploy/GitHubActions-contoso-web-1234567890',
        'EAC_ENTRA_FEDERATION_REFUSED',
        'EAC_STS_PROVIDER_MISSING',
        '  its audiences      none',
        '  service principal  disabled',
        'EAC_ENTRA_APP_UNKNOWN',
        'Graph DELETE applications/…',
      ]);
    });
  },
);

test('a role that may not write the trust policy ends it, and says why', () => {
  const root = productWith('member.yaml', (text) =>
    text.replace(/Action: iam:UpdateAssumeRolePolicy$/m, 'Action: iam:GetRole'),
  );
  const { status, stdout } = demo(root);
  expect(status).toBe(1);
  expect(stdout).toMatch(/assign-role-to-audience +Refused: EAC_IAM_DENIED: /);
  expect(stdout).toMatch(/^The demo ended early: Refused: .*iam:UpdateAssumeRolePolicy/m);
});

test('a state machine that may not call a function ends it as well', () => {
  const root = productWith('central.yaml', (text) =>
    text.replace(/^ +- !GetAtt Confirm\.Arn\n/m, ''),
  );
  const { status, stdout } = demo(root);
  expect(status).toBe(1);
  expect(stdout).toMatch(/^The demo ended early: .*lambda:InvokeFunction.*Confirm/m);
});

test('without the templates and functions, it says where they are', () => {
  const root = join(scratch, 'package');
  cpSync(join(REPOSITORY, 'dist/sandbox'), join(root, 'dist/sandbox'), { recursive: true });
  expect(demo(root)).toEqual({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(
      /^The templates and functions .* in a clone of the repository\.\n$/,
    ),
  });
});

test('an act that there is not gets a sentence', () => {
  expect(demo(REPOSITORY, undefined, 'organisation')).toEqual({
    status: 2,
    stdout: '',
    stderr: 'The demo has no other act than "organization".\n',
  });
});
