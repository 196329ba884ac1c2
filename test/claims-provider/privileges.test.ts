import {
  type AwsRole,
  type EntraGroup,
  type PersonScenario,
  personScenario,
} from '@entra-aws-creds/sandbox';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { ROLES_CLAIM } from '../recordings/web-identity.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';
import {
  appRoleOf,
  assign,
  type RunningProvider,
  startProvider,
  trustClient,
} from './provider-in-sandbox.ts';
import { exchange, refresh, type SignInAnswer, signIn } from './signed-in.ts';

const ACCOUNT = '123456789012';
const AUDIT = `arn:aws:iam::${ACCOUNT}:role/Audit`;
const NOT_IN_CLAIM = 'The target role ARN is not present in the roles claim of the identity token';

let clock = 0;
const sandbox = await sandboxOfFile({ now: () => new Date(Date.now() + clock) });
sandbox.aws.rolePropagationSeconds = 0;
let scenario: PersonScenario;
let other: AwsRole;
let auditors: EntraGroup;
let running: RunningProvider;

beforeEach(async () => {
  clock = 0;
  scenario = personScenario(sandbox, { roleName: `Deploy-${crypto.randomUUID()}` });
  const { role, tenant } = scenario;
  const beside = { name: `Other-${crypto.randomUUID()}`, trustPolicy: role.trustPolicy };
  other = sandbox.aws.account(ACCOUNT).role(beside);
  trustClient(scenario, role, other);
  auditors = tenant.group('Auditors');
  running = await startProvider(sandbox, scenario, {
    accounts: [ACCOUNT],
    groups: { [auditors.objectId]: AUDIT },
    tags: { team: 'department' },
    transitiveTags: ['team'],
    sourceIdentity: ['userPrincipalName', 'id'],
  });
});
afterEach(async () => running[Symbol.asyncDispose]());

const appRole = () => appRoleOf(scenario.roleArn);
const tokenOf = (answer: SignInAnswer) => {
  if ('idToken' in answer) return answer;
  throw new Error(answer.description);
};

describe('a person with one app role', () => {
  test('gets exactly that role, and no other that trusts the same application', async () => {
    assign(scenario, scenario.person, appRole());
    const { idToken } = tokenOf(await signIn(sandbox, scenario));
    expect(decodeJwt(idToken)[ROLES_CLAIM]).toEqual([scenario.roleArn]);
    expect((await exchange(sandbox, idToken, scenario.roleArn)).status).toBe(200);
    const refused = await exchange(sandbox, idToken, other.arn);
    expect([refused.status, refused.body]).toEqual([400, expect.stringContaining(NOT_IN_CLAIM)]);
  });

  test('has tags and source identity in the session', async () => {
    assign(scenario, scenario.person, appRole());
    scenario.person.profile = { department: 'Web Shop' };
    const { idToken } = tokenOf(await signIn(sandbox, scenario));
    await exchange(sandbox, idToken, scenario.roleArn);
    expect(sandbox.aws.sessions.at(-1)).toMatchObject({
      tags: { team: 'Web Shop' },
      transitiveTagKeys: ['team'],
      sourceIdentity: scenario.person.userPrincipalName,
    });
  });

  test('has it by a group too', async () => {
    auditors.members.push(scenario.person);
    assign(scenario, scenario.tenant.group('Deployers', [scenario.person]), appRole(), 'Group');
    const { idToken } = tokenOf(await signIn(sandbox, scenario));
    expect(decodeJwt(idToken)[ROLES_CLAIM]).toEqual([AUDIT, scenario.roleArn].sort());
  });

  test('loses it with the next token, while the token and the session of before go on', async () => {
    const unassign = assign(scenario, scenario.person, appRole());
    const { idToken, refreshToken } = tokenOf(await signIn(sandbox, scenario));
    unassign();
    clock = 6_000;
    expect(await refresh(sandbox, scenario, refreshToken)).toMatchObject({
      description: expect.stringContaining('AADSTS1100001'),
    });
    expect(running.records.at(-1)).toMatchObject({ decision: 'denied', reason: 'no-role' });
    expect((await exchange(sandbox, idToken, scenario.roleArn)).status).toBe(200);
  });

  test('loses one of two, and keeps the other', async () => {
    const unassign = assign(scenario, scenario.person, appRole());
    assign(scenario, scenario.person, appRoleOf(other.arn));
    const { refreshToken } = tokenOf(await signIn(sandbox, scenario));
    unassign();
    clock = 6_000;
    const { idToken } = tokenOf(await refresh(sandbox, scenario, refreshToken));
    expect((await exchange(sandbox, idToken, other.arn)).status).toBe(200);
    expect((await exchange(sandbox, idToken, scenario.roleArn)).body).toContain(NOT_IN_CLAIM);
  });
});

describe('without a roles claim', () => {
  test('nobody signs in whom no app role leads to a role', async () => {
    expect(await signIn(sandbox, scenario)).toMatchObject({
      error: 'server_error',
      description: expect.stringMatching(/^AADSTS1100001: /),
    });
    expect(sandbox.entra.authenticationEvents.at(-1)).toMatchObject({
      errorCode: 1003002,
      httpStatus: 403,
      attempts: 1,
    });
  });

  test('as when the mapping is gone, the roles refuse the token, since they demand the claim', async () => {
    assign(scenario, scenario.person, appRole());
    const { servicePrincipal } = scenario.client;
    if (servicePrincipal !== undefined) servicePrincipal.claimsMappingPolicies = [];
    const { idToken } = tokenOf(await signIn(sandbox, scenario));
    expect(decodeJwt(idToken)).not.toHaveProperty([ROLES_CLAIM]);
    const refused = await exchange(sandbox, idToken, scenario.roleArn);
    expect([refused.status, refused.body]).toEqual([
      403,
      expect.stringContaining('Not authorized to perform sts:AssumeRoleWithWebIdentity'),
    ]);
  });
});

test('the log says what was decided, and of whom only what nobody can read', async () => {
  assign(scenario, scenario.person, appRole());
  scenario.person.profile = { department: 'Web Shop' };
  await signIn(sandbox, scenario);
  const [record] = running.records;
  expect(record).toMatchObject({
    decision: 'claims',
    application: scenario.clientId,
    roles: [scenario.roleArn],
    person: expect.stringMatching(/^[0-9a-f]{32}$/),
    correlationId: sandbox.entra.authenticationEvents.at(-1)?.correlationId,
  });
  const text = JSON.stringify(running.records);
  const { objectId, userPrincipalName, displayName } = scenario.person;
  for (const personal of [objectId, userPrincipalName, displayName, 'Web Shop']) {
    expect(text).not.toContain(personal);
  }
});
