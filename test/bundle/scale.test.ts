import { type Intercept, type ServiceName, tightTrustPolicy } from '@entra-aws-creds/sandbox';
import { expect, test } from '@jest/globals';
import { mainInputs } from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

const { sandbox, scenario, openPipeline } = await sandboxedPipelines();
const { tokenAudience, tokenSubject, provider } = scenario;
for (let index = 0; index < 20; index += 1) {
  scenario.role.account.role({
    name: `Role${index}`,
    trustPolicy: tightTrustPolicy(provider, { aud: tokenAudience, sub: tokenSubject }),
  });
}

/** Holds requests to a service until so many have come. */
function barrier(service: ServiceName, count: number): Intercept {
  let come = 0;
  let open = () => {};
  const opened = new Promise<undefined>((resolve) => {
    open = () => resolve(undefined);
  });
  return (asked) => {
    if (asked !== service) return undefined;
    come += 1;
    if (come === count) open();
    return opened;
  };
}

test.each(['GitHub Actions', 'Azure Pipelines'] as const)(
  '%s: 20 roles cost one request to Entra and 20 to STS, at the same time',
  async (host) => {
    const pipeline = openPipeline(host, 'Node 24');
    const { 'role-to-assume': _, ...inputs } = mainInputs(sandbox, scenario);
    const profiles = Array.from(
      { length: 20 },
      (_, index) => `p${index} = arn:aws:iam::${scenario.accountId}:role/Role${index}`,
    );
    // Nobody is answered before all have asked: one after another, they would wait for ever.
    sandbox.intercept = barrier('sts', 20);
    const before = sandbox.requests.length;
    const outcome = await pipeline.step({ ...inputs, profiles: profiles.join('\n') });
    expect(outcome.errors).toEqual([]);
    const requests = sandbox.requests.slice(before);
    expect(requests.filter(({ service }) => service === 'entra')).toHaveLength(1);
    expect(requests.filter(({ service }) => service === 'sts')).toHaveLength(20);
  },
);
