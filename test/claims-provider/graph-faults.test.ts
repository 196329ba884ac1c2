import { FAULTS, GRAPH_FAULTS, injectFault, personScenario } from '@entra-aws-creds/sandbox';
import { expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { callerHeader, calloutBody } from './entra-caller.ts';
import { assign, startProvider } from './provider-in-sandbox.ts';

const ACCOUNT = '123456789012';
const sandbox = await sandboxOfFile();
const scenario = personScenario(sandbox);
const group = scenario.tenant.group('Auditors', [scenario.person]);
assign(scenario, scenario.person, `aws:${ACCOUNT}:Deploy`);
scenario.person.profile = { department: 'web' };

const RULES = {
  accounts: [ACCOUNT],
  groups: { [group.objectId]: `arn:aws:iam::${ACCOUNT}:role/Audit` },
  tags: { team: 'department' },
  sourceIdentity: 'userPrincipalName',
};
/** Those of any service, and Graph's own. */
const NAMES = [...FAULTS.filter(({ services }) => services.length > 1), ...GRAPH_FAULTS].map(
  ({ name }) => name,
);
/** What is no fault of an answer: it comes late but in time, or says of JSON that it is something else. */
const HARMLESS = ['delay', 'other-content-type'];

test.each(NAMES)('%s of Graph denies the sign-in, or changes nothing', async (name) => {
  await using running = await startProvider(sandbox, scenario, RULES);
  const authorization = await callerHeader(sandbox, scenario.tenant, running.api);
  const records: unknown[] = [];
  const ask = () =>
    running.provider({ method: 'POST', authorization, body: calloutBody(scenario) }, (record) =>
      records.push(record),
    );
  const fault = injectFault(sandbox, 'graph', name);
  const answer = await ask();
  fault.remove();
  // A machine that has much to do may make too late of what is only late.
  if (HARMLESS.includes(name) && answer.status === 200) return;
  expect([answer.status, answer.body]).toEqual([503, expect.not.stringContaining('claims')]);
  expect(records).toEqual([
    expect.objectContaining({
      decision: 'denied',
      reason: expect.stringMatching(/^(directory-|too-late)/),
    }),
  ]);
});
