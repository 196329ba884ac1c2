import { injectFault, refuseIam } from '@entra-aws-creds/sandbox';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { type EmptyEstate, emptyEstate, present } from './administrator.ts';

jest.setTimeout(120_000);

const sandbox = await sandboxOfFile();
let estate: EmptyEstate;
beforeEach(() => {
  estate = emptyEstate(sandbox);
});
afterEach(() => {
  Object.assign(sandbox.entra.replication.lag, { milliseconds: 0, reads: 0, relapses: 0 });
  Object.assign(sandbox.aws.readLag, { milliseconds: 0, reads: 0 });
  estate.home.close();
});

const arn = (name = 'Deploy') => `arn:aws:iam::${estate.account.id}:role/${name}`;
const setup = (role = arn()) =>
  estate.run([
    ...['setup', '--application', 'web', '--role', role, '--yes'],
    ...['--certificate-path', estate.certificate],
  ]);
const web = () => {
  const [only, ...others] = estate.tenant.apps.filter(({ displayName }) => displayName === 'web');
  expect(others).toEqual([]);
  return present(only);
};

describe('two set-ups at the same time', () => {
  test('of one role end in one binding', async () => {
    const both = await Promise.all([setup(), setup()]);
    expect(both.map(({ status, stderr }) => [status, stderr])).toEqual(
      both.map(() => [0, expect.stringContaining('\nProved: ')]),
    );
    expect(web().certificates).toHaveLength(1);
    expect(estate.account.providers.map(({ clientIds }) => clientIds)).toEqual([[web().clientId]]);
    const statements = [present(estate.account.findRole('Deploy')).trustPolicy.Statement].flat();
    expect(statements).toHaveLength(1);
  });

  test('of two roles on one new application lose neither of them', async () => {
    const roles = [arn('One'), arn('Other')];
    const both = await Promise.all(roles.map(setup));
    expect(both.map(({ status, stderr }) => [status, stderr])).toEqual(
      both.map(() => [0, expect.stringContaining('\nProved: ')]),
    );
    expect(web().registration.tags).toEqual(
      expect.arrayContaining(roles.map((role) => `aws-role:${role}`)),
    );
    expect(web().certificates).toHaveLength(1);
  });
});

describe('setup proves the trust', () => {
  test('while both sides are behind with what was written, and says what it waits for', async () => {
    Object.assign(sandbox.entra.replication.lag, { reads: 1 });
    Object.assign(sandbox.aws.readLag, { reads: 1 });
    const { status, stderr } = await setup();
    expect([status, stderr]).toEqual([
      0,
      expect.stringMatching(
        /Waiting until .*: \d+ s so far\. Entra copies changes to many servers\.[\s\S]*\nProved: /,
      ),
    ]);
    web();
  });

  test('while both services ask to be left alone', async () => {
    injectFault(sandbox, 'graph', 'graph-429');
    const refusals = refuseIam(sandbox, 'Throttling', { first: 3 });
    const { status, stderr } = await setup();
    expect([status, stderr, refusals.count]).toEqual([0, expect.stringContaining('\nProved: '), 3]);
  });
});
