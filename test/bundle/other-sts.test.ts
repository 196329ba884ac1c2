import type { HttpRequest } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import { type Inputs, mainInputs, PIPELINES } from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

const { sandbox, scenario, openPipeline } = await sandboxedPipelines();
const { role } = scenario;
const next = role.account.role({
  name: 'Next',
  trustPolicy: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: role.arn }, Action: 'sts:AssumeRole' }],
  },
}).arn;

/** As MinIO answers: whose credentials they are is left empty. */
function namesNobody(): void {
  sandbox.intercept = (service) =>
    service === 'sts'
      ? {
          fault: 'change',
          change: (answer) => ({
            ...answer,
            body: answer.body.replace(
              /<AssumedRoleUser>.*<\/AssumedRoleUser>/,
              '<AssumedRoleUser><Arn></Arn><AssumeRoleId></AssumeRoleId></AssumedRoleUser>',
            ),
          }),
        }
      : undefined;
}

const action = ({ body }: HttpRequest) => new URLSearchParams(body).get('Action');

describe.each(PIPELINES)('%s on %s, at an STS that is not AWS’s', (host, node) => {
  const run = async (change: Inputs, environment: Inputs = {}) => {
    const before = sandbox.requests.length;
    const pipeline = openPipeline(host, node, { environment });
    const outcome = await pipeline.step({ ...mainInputs(sandbox, scenario), ...change });
    const variables = pipeline.awsVariables();
    const sts = sandbox.requests.slice(before).filter(({ service }) => service === 'sts');
    return { ...outcome, variables, sts };
  };

  test.each(['', '/', '/behind/a%20prefix', '/behind/a/prefix/'])(
    'asks at the path "%s" of sts-endpoint, and signs it',
    async (path) => {
      const { errors, sts } = await run({
        'sts-endpoint': `${sandbox.stsUrl}${path}`,
        'role-chain': next,
      });
      // The sandbox verifies the signature of the second request over the path that it was sent to.
      expect(errors).toEqual([]);
      expect(sts.map((request) => [action(request), request.path])).toEqual([
        ['AssumeRoleWithWebIdentity', path || '/'],
        ['AssumeRole', path || '/'],
      ]);
    },
  );

  test('asks at the path of a variable', async () => {
    const { errors, sts } = await run(
      { 'sts-endpoint': '' },
      { AWS_ENDPOINT_URL_STS: `${sandbox.stsUrl}/prefix` },
    );
    expect(errors).toEqual([]);
    expect(sts.map(({ path }) => path)).toEqual(['/prefix']);
  });

  test('refuses a query, which no request would be sent with', async () => {
    const { errors, sts } = await run({ 'sts-endpoint': `${sandbox.stsUrl}/sts?tenant=a` });
    expect(errors[0]).toMatch(/^EAC_INPUT_INVALID: .*query or a fragment/);
    expect(sts).toEqual([]);
  });

  test('takes credentials of nobody in particular, and says what was not checked', async () => {
    namesNobody();
    const { errors, warnings, outputs, variables, log } = await run({});
    expect(errors).toEqual([]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^localhost:\d+ .*does not say whose.*role\/Deploy.*not checked/);
    expect(variables['AWS_ACCESS_KEY_ID']).toMatch(/^ASIA/);
    expect(outputs).toMatchObject({ 'aws-account-id': '', 'assumed-role-arn': '' });
    if (host === 'Azure Pipelines') expect(log).toMatch(/Account +not reported by STS/);
  });

  test('takes them along a chain and for profiles', async () => {
    namesNobody();
    const chained = await run({ 'role-chain': next });
    expect([chained.errors, chained.warnings.length]).toEqual([[], 1]);
    const { errors, warnings } = await run({
      profiles: `a = ${scenario.roleArn}`,
      refresh: 'true',
    });
    expect([errors, warnings.length]).toEqual([[], 1]);
  });

  test('allows no account where none is known', async () => {
    namesNobody();
    const { errors, exported } = await run({ 'allowed-account-ids': scenario.accountId });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/^EAC_ACCOUNT_NOT_ALLOWED: STS does not say which account/);
    expect(exported).toEqual([]);
  });

  test('refuses them from an endpoint that only a variable names', async () => {
    namesNobody();
    const { errors, exported } = await run(
      { 'sts-endpoint': '' },
      { AWS_ENDPOINT_URL_STS: sandbox.stsUrl },
    );
    expect(errors[0]).toMatch(/^EAC_STS_ANSWER: .*AssumedRoleUser\.Arn/);
    expect(exported).toEqual([]);
  });
});
