import { type PersonScenario, personScenario } from '@entra-aws-creds/sandbox';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../../standard-sandbox.ts';
import { callerHeader, calloutBody } from '../entra-caller.ts';
import { assign, type RunningProvider, startProvider } from '../provider-in-sandbox.ts';

const ACCOUNT = '123456789012';
let clock = 0;
const sandbox = await sandboxOfFile({ now: () => new Date(Date.now() + clock) });
let scenario: PersonScenario;

beforeEach(() => {
  clock = 0;
  scenario = personScenario(sandbox);
  assign(scenario, scenario.person, `aws:${ACCOUNT}:Deploy`);
});

const ask = async ({ provider, api }: RunningProvider) => {
  const authorization = await callerHeader(sandbox, scenario.tenant, api);
  const body = calloutBody(scenario);
  const answer = await provider({ method: 'POST', authorization, body }, () => {});
  return answer.status;
};
const start = (rules: object) => startProvider(sandbox, scenario, rules);
const askedOfGraph = (since = 0) =>
  sandbox.requests
    .slice(since)
    .filter(({ service }) => service === 'graph')
    .map(({ path, query }) => `${path.replace(/^\/v1\.0\//, '')}?${decodeURIComponent(query)}`);
const tokens = () => sandbox.requests.filter(({ service }) => service === 'machine').length;

describe('Graph is asked', () => {
  test('for no more than the rules need', async () => {
    await using running = await start({ accounts: [ACCOUNT] });
    const before = sandbox.requests.length;
    expect(await ask(running)).toBe(200);
    const { objectId } = scenario.person;
    const principal = scenario.client.servicePrincipalObjectId;
    expect(askedOfGraph(before).sort()).toEqual([
      `servicePrincipals/${principal}?$select=appRoles`,
      `users/${objectId}/appRoleAssignments?$filter=resourceId eq ${principal}&$top=999`,
    ]);
  });

  test('once, when Entra asks twice at the same time or soon after', async () => {
    await using running = await start({ accounts: [ACCOUNT], tags: { team: 'department' } });
    const before = sandbox.requests.length;
    expect(await Promise.all([ask(running), ask(running)])).toEqual([200, 200]);
    clock = 4_000;
    expect(await ask(running)).toBe(200);
    expect(askedOfGraph(before)).toHaveLength(3);
  });

  test('again after seconds, and for the app roles after a minute', async () => {
    await using running = await start({ accounts: [ACCOUNT] });
    await ask(running);
    let before = sandbox.requests.length;
    clock = 6_000;
    await ask(running);
    expect(askedOfGraph(before)).toEqual([expect.stringContaining('appRoleAssignments')]);
    before = sandbox.requests.length;
    clock = 70_000;
    await ask(running);
    expect(askedOfGraph(before)).toHaveLength(2);
  });

  test('page by page', async () => {
    const groups = Array.from({ length: 1_200 }, (_, index) =>
      scenario.tenant.group(`g${index}`, [scenario.person]),
    );
    const last = groups.at(-1)?.objectId ?? '';
    await using running = await start({ groups: { [last]: `arn:aws:iam::${ACCOUNT}:role/Last` } });
    expect(await ask(running)).toBe(200);
  });

  test('with one token, and with another before that ends, for which nobody waits', async () => {
    sandbox.entra.tokenLifetimeSeconds = 3600;
    await using running = await start({ accounts: [ACCOUNT] });
    const before = tokens();
    await ask(running);
    clock = 6_000;
    await ask(running);
    expect(tokens() - before).toBe(1);
    clock = 55 * 60_000;
    expect(await ask(running)).toBe(200);
    while (tokens() - before < 2) await new Promise(setImmediate);
  });

  test('with a new token after one that Graph does not take any more', async () => {
    await using running = await start({ accounts: [ACCOUNT] });
    const before = tokens();
    sandbox.intercept = (service) =>
      service === 'graph' ? { status: 401, headers: {}, body: '' } : undefined;
    expect(await ask(running)).toBe(503);
    sandbox.intercept = undefined;
    expect(await ask(running)).toBe(200);
    expect(tokens() - before).toBe(2);
  });
});

describe('the sign-in is denied', () => {
  test('when the machine has no identity, or one that may not read', async () => {
    await using running = await start({ accounts: [ACCOUNT] });
    const identity = sandbox.machine.systemAssigned;
    sandbox.machine.systemAssigned = undefined;
    expect(await ask(running)).toBe(503);
    sandbox.machine.systemAssigned = scenario.tenant.app({ displayName: 'without rights' });
    expect(await ask(running)).toBe(503);
    sandbox.machine.systemAssigned = identity;
  });

  test('when an app role is disabled, of somebody who has no other', async () => {
    const [role] = scenario.client.registration.appRoles;
    if (role === undefined) throw new Error('there is one');
    scenario.client.registration.appRoles = [{ ...role, isEnabled: false }];
    await using running = await start({ accounts: [ACCOUNT] });
    expect(await ask(running)).toBe(403);
  });
});
