import {
  issueCertificate,
  type StandardScenario,
  standardScenario,
} from '@entra-aws-creds/sandbox';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { mainInputs, PIPELINES } from './pipeline.ts';
import { pipelinesOn } from './sandboxed-pipelines.ts';

const sandbox = await sandboxOfFile();
const openPipeline = pipelinesOn(sandbox);
const certificate = issueCertificate({ commonName: 'pipeline' });
let scenario: StandardScenario;
let serial = 0;

beforeEach(async () => {
  serial += 1;
  scenario = await standardScenario(sandbox, {
    certificate,
    mayReadItself: true,
    roleName: `Tagged-${serial}`,
  });
  const { trustPolicy } = scenario.role;
  scenario.role.trustPolicy = {
    ...trustPolicy,
    Statement: [trustPolicy.Statement].flat().map((statement) => ({
      ...statement,
      Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession', 'sts:SetSourceIdentity'],
    })),
  };
});

const AWS = 'https://aws.amazon.com';

describe.each(PIPELINES)('%s on %s', (host, node) => {
  async function run(mappedClaims: Record<string, unknown>) {
    Object.assign(scenario.resource.mappedClaims, mappedClaims);
    const before = sandbox.requests.length;
    const outcome = await openPipeline(host, node).step({
      ...mainInputs(sandbox, scenario),
      'trust-policy-check': 'enforce',
      'iam-endpoint': sandbox.iamUrl,
    });
    const asked = sandbox.requests.slice(before).map(({ service }) => service);
    return { ...outcome, asked };
  }

  test('log and summary show what the token gives the session', async () => {
    const outcome = await run({
      [`${AWS}/roles`]: [scenario.roleArn],
      [`${AWS}/tags/principal_tags/Team`]: 'web',
      [`${AWS}/tags/transitive_tag_keys`]: ['Team'],
      [`${AWS}/source_identity`]: 'somebody',
    });
    expect(outcome.errors).toEqual([]);
    expect(outcome.log).toContain('can only be exchanged for');
    expect(outcome.log).toContain(
      'gives its sessions the tags Team = web (Team also for chained roles) and the source identity somebody; a role',
    );
    const shown = outcome.log + outcome.kept;
    expect(shown).toMatch(/Session tags.{0,30}Team = web \(Team also for chained roles\)/s);
    expect(shown).toMatch(/Source identity.{0,30}somebody/s);
    expect(shown).toMatch(/Trust policy.{0,40}admits this token, no findings/s);
  });

  test('a form that STS refuses ends the step before STS is asked', async () => {
    const outcome = await run({ [`${AWS}/tags`]: { principal_tags: { Team: 'web' } } });
    expect(outcome.succeeded).toBe(false);
    expect(outcome.exported).toEqual([]);
    expect(outcome.asked).toEqual(['entra']);
    expect(outcome.errors.join('\n')).toMatch(/EAC_TOKEN_AWS_CLAIM: .*"Team".*list of one string/);
  });

  test('a role that may not be given tags refuses the whole token, and that is explained', async () => {
    const { trustPolicy } = scenario.role;
    scenario.role.trustPolicy = {
      ...trustPolicy,
      Statement: [trustPolicy.Statement].flat().map((statement) => ({
        ...statement,
        Action: 'sts:AssumeRoleWithWebIdentity',
      })),
    };
    const outcome = await run({ [`${AWS}/tags/principal_tags/Team`]: 'web' });
    expect(outcome.exported).toEqual([]);
    expect(outcome.asked).toEqual(['entra', 'sts']);
    expect(outcome.errors.join('\n')).toContain('EAC_STS_ACCESS_DENIED');
    expect(outcome.log + outcome.kept).toContain('sts:TagSession');
  });

  test('a roles claim without this role refuses the token above any trust policy', async () => {
    const outcome = await run({ [`${AWS}/roles`]: ['arn:aws:iam::123456789012:role/Other'] });
    expect(outcome.exported).toEqual([]);
    expect(outcome.asked).toEqual(['entra', 'sts']);
    expect(outcome.errors.join('\n')).toContain('EAC_STS_ROLE_NOT_IN_TOKEN');
    expect(outcome.errors.join('\n')).toContain(scenario.roleArn);
  });
});
