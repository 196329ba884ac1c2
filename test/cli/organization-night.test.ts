import type { Execution } from '@entra-aws-creds/sandbox';
import { expect, jest, test } from '@jest/globals';
import type { NightReport } from '../../packages/organization/src/index.ts';
import { MEMBER } from '../organization/harness/developer.ts';
import { OrganizationEstate } from '../organization/harness/organization-estate.ts';
import { stopTheClock } from '../organization/harness/passing-time.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { Home } from './program.ts';

jest.setTimeout(120_000);

stopTheClock();
const sandbox = await sandboxOfFile();

function endOf({ output, error = '', cause = '' }: Execution) {
  return output === undefined ? { error, cause } : { output };
}

test('a role that was there before is planned, then bound, by the functions as they are', async () => {
  const estate = await new OrganizationEstate(sandbox).open();
  const { regional } = estate.central;
  const roles = regional.stateMachine('Web-Identity-Role', async ({ name }) => {
    const ended = estate.executions.find((one) => one.name === name);
    if (ended === undefined) throw new Error(`${name} was not run`);
    return endOf(ended);
  });
  const nights = regional.stateMachine('Web-Identity-Nightly', async ({ input }) => {
    const before = estate.executions.length;
    const ended = await estate.night(input as Readonly<Record<string, unknown>>);
    for (const { name } of estate.executions.slice(before)) roles.start(name, {});
    return endOf(ended);
  });
  const url = regional.queue('events');
  regional.stacks.push({
    ...{ name: 'entra-aws-creds', status: 'CREATE_COMPLETE', parameters: {} },
    outputs: {
      ...{ TaskRoleArn: 'arn', StateMachineArn: roles.arn, NightlyStateMachineArn: nights.arn },
      ...{ DeadLettersUrl: url, RouterFailuresUrl: url },
    },
  });
  const user = estate.central.user({ name: 'ada', isAdministrator: true });
  const home = new Home('Node 24', {
    NODE_EXTRA_CA_CERTS: sandbox.caFile,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: sandbox.regionalUrl,
    AWS_ENDPOINT_URL_STS: sandbox.stsUrl,
    AWS_ACCESS_KEY_ID: user.accessKeyId,
    AWS_SECRET_ACCESS_KEY: user.secretAccessKey,
  });
  await estate.developer.createRole('deploy');
  estate.events.length = 0;

  const planned = await home.run(['organization', 'plan', '--json']);
  expect(planned.status).toBe(2);
  const { reports } = JSON.parse(planned.stdout) as NightReport;
  expect(reports).toMatchObject([
    { account: MEMBER, roles: [{ do: 'make-providers' }, { role: 'deploy', do: 'bind' }] },
  ]);
  expect(estate.applications).toEqual([]);

  const done = await home.run(['organization', 'reconcile', '--account', MEMBER]);
  expect([done.status, done.stdout]).toEqual([
    0,
    '1 account, 0 roles bound already, 1 to do: 1 done, 0 let go, 0 failed.\n',
  ]);
  const again = await home.run(['organization', 'plan']);
  expect([again.status, again.stdout]).toEqual([0, '1 account, 1 role bound, nothing to do.\n']);
  home.close();
});
