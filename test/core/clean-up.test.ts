import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { recordOf } from '../../packages/core/src/5-publish/clean-up-record.ts';
import { type CleanUpHost, cleanUp } from '../../packages/core/src/clean-up.ts';

function job(record: string, variables: Record<string, string>) {
  const warnings: string[] = [];
  const removed: string[] = [];
  const platform = {
    removeFolder: async (path: string) => {
      removed.push(path);
    },
  };
  const host: CleanUpHost = {
    recall: () => record,
    temporaryDirectory: '/job/temp',
    currentValue: (name) => variables[name],
    exportVariable: (name, value) => {
      variables[name] = value;
    },
    info: () => {},
    warning: (line) => warnings.push(line),
  };
  return { run: () => cleanUp(host, platform), host, platform, variables, warnings, removed };
}

const mine = [
  { name: 'AWS_ACCESS_KEY_ID', value: 'ASIAMINE', secret: false },
  { name: 'AWS_REGION', value: 'eu-west-1', secret: false },
];
const record = JSON.stringify(recordOf(mine, () => '', '', 'key'));

test('blanks what still holds the value of this step', async () => {
  const { run, variables } = job(record, {
    AWS_ACCESS_KEY_ID: 'ASIAMINE',
    AWS_REGION: 'eu-west-1',
  });
  await run();
  expect(variables).toEqual({ AWS_ACCESS_KEY_ID: '', AWS_REGION: '' });
});

test('leaves what somebody else has set since', async () => {
  const { run, variables } = job(record, {
    AWS_ACCESS_KEY_ID: 'ASIAOTHER',
    AWS_REGION: 'eu-west-1',
  });
  await run();
  expect(variables).toEqual({ AWS_ACCESS_KEY_ID: 'ASIAOTHER', AWS_REGION: '' });
});

test('does nothing when the main step never came to publish', async () => {
  const { run, variables, warnings } = job('', { AWS_REGION: 'eu-west-1' });
  await run();
  expect(variables).toEqual({ AWS_REGION: 'eu-west-1' });
  expect(warnings).toEqual([]);
});

test('never throws and never touches a variable for a record that is not ours', async () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.json());
  await fc.assert(
    fc.asyncProperty(text, async (broken) => {
      const { run, variables, removed } = job(broken, { AWS_REGION: 'eu-west-1' });
      await run();
      expect(variables).toEqual({ AWS_REGION: 'eu-west-1' });
      expect(removed).toEqual([]);
    }),
  );
});

const OWN = `entra-aws-creds-${'a0'.repeat(16)}`;

test("removes the step's own folder", async () => {
  const { run, removed } = job(JSON.stringify(recordOf([], () => '', OWN, 'key')), {});
  await run();
  expect(removed).toEqual([`/job/temp/${OWN}`]);
});

test.each(['', '.', '..', '/', '../work', `${OWN}/..`, `../${OWN}`, `${OWN}x`, `x${OWN}`])(
  'removes no folder named %j',
  async (folder) => {
    const { run, removed } = job(JSON.stringify(recordOf([], () => '', folder, 'key')), {});
    await run();
    expect(removed).toEqual([]);
  },
);

test('gives a variable back what it held before', async () => {
  const moved = { name: 'AWS_CONFIG_FILE', value: '/ours', secret: false };
  const { run, variables } = job(JSON.stringify(recordOf([moved], () => '/theirs', OWN, 'key')), {
    AWS_CONFIG_FILE: '/ours',
  });
  await run();
  expect(variables).toEqual({ AWS_CONFIG_FILE: '/theirs' });
});

test('sets nothing that held the same before', async () => {
  const { run, host } = job(JSON.stringify(recordOf(mine, () => 'eu-west-1', '', 'key')), {
    AWS_REGION: 'eu-west-1',
  });
  const set: string[] = [];
  host.exportVariable = (name) => set.push(name);
  await run();
  expect(set).toEqual([]);
});

describe('what cannot be done keeps nothing else from being done', () => {
  const ours = () => ({ AWS_ACCESS_KEY_ID: 'ASIAMINE', AWS_REGION: 'eu-west-1' });
  const withFolder = JSON.stringify(recordOf(mine, () => '', OWN, 'key'));

  test('a variable that cannot be set: the files go first, and the other variable is blanked', async () => {
    const { run, host, removed, variables, warnings } = job(withFolder, ours());
    const set = host.exportVariable;
    host.exportVariable = (name, value, secret) => {
      expect(removed).toHaveLength(1);
      if (name === 'AWS_ACCESS_KEY_ID') throw new Error('GITHUB_ENV cannot be written (ENOSPC)');
      set(name, value, secret);
    };
    await run();
    expect(variables).toEqual({ AWS_ACCESS_KEY_ID: 'ASIAMINE', AWS_REGION: '' });
    expect(warnings).toEqual([expect.stringMatching(/AWS_ACCESS_KEY_ID keep .*ENOSPC/)]);
  });

  test('a folder that cannot be removed: the variables are blanked', async () => {
    const { run, platform, variables, warnings } = job(withFolder, ours());
    platform.removeFolder = () => Promise.reject(new Error('EBUSY'));
    await run();
    expect(variables).toEqual({ AWS_ACCESS_KEY_ID: '', AWS_REGION: '' });
    expect(warnings).toEqual([expect.stringMatching(/private key.*could not be removed: EBUSY/)]);
  });
});
