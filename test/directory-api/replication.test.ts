import { afterEach, describe, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { ACCOUNT, type Answer, apiOfFile, ROLE_ID } from './api-in-sandbox.ts';

const sandbox = await sandboxOfFile();
const running = await apiOfFile(sandbox);
const { tenant } = running;
const { lag } = sandbox.entra.replication;

afterEach(() => {
  Object.assign(lag, { milliseconds: 0, reads: 0, relapses: 0 });
  sandbox.entra.replication.settle();
});

const pathOf = (name: string) => `/v1/bindings/aws/${ACCOUNT}/${name}`;

/** The same request until it is answered otherwise than with "pending". */
async function repeated(send: () => Promise<Answer>): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  do {
    answers.push(await send());
  } while (answers.at(-1)?.status === 202 && answers.length < 20);
  return answers;
}

describe('while Entra copies changes', () => {
  test('PUT is pending, and the same request ends it with one application', async () => {
    lag.reads = 2;
    lag.relapses = 1;
    const answers = await repeated(() =>
      running.send('PUT', pathOf('Lagging'), { roleId: ROLE_ID }),
    );
    expect(answers[0]).toMatchObject({ status: 202, json: { state: 'pending' } });
    expect(Number(answers[0]?.headers['retry-after'])).toBeGreaterThan(0);
    expect(answers.at(-1)).toMatchObject({ json: { servicePrincipalId: expect.any(String) } });
    const made = tenant.apps.filter(({ displayName }) => displayName === `AWS ${ACCOUNT} Lagging`);
    expect(made).toHaveLength(1);
  });

  test('DELETE ends with nothing left', async () => {
    await running.send('PUT', pathOf('Leaving'), { roleId: ROLE_ID });
    lag.reads = 2;
    const answers = await repeated(() =>
      running.send('DELETE', `${pathOf('Leaving')}?mode=delete&roleId=${ROLE_ID}`),
    );
    expect([200, 204]).toContain(answers.at(-1)?.status);
    sandbox.entra.replication.settle();
    expect(tenant.apps.some(({ displayName }) => displayName.endsWith('Leaving'))).toBe(false);
  });
});

describe('while Graph', () => {
  const refuseGraph = (status: number, headers: Record<string, string> = {}) => {
    sandbox.intercept = (service) =>
      service === 'graph'
        ? {
            status,
            headers: { 'content-type': 'application/json', ...headers },
            body: JSON.stringify({ error: { code: 'TooManyRequests', message: 'slow down' } }),
          }
        : undefined;
  };

  test('asks to be left alone, the caller is told for how long', async () => {
    refuseGraph(429, { 'retry-after': '17' });
    expect(await running.send('PUT', pathOf('Busy'), { roleId: ROLE_ID })).toMatchObject({
      status: 503,
      headers: { 'retry-after': '17' },
      json: { code: 'EAC_GRAPH_UNAVAILABLE' },
    });
    sandbox.intercept = undefined;
    expect(await running.send('PUT', pathOf('Busy'), { roleId: ROLE_ID })).toMatchObject({
      status: 201,
    });
  });

  test('refuses the identity, the answer says what it needs', async () => {
    refuseGraph(403);
    const answer = await running.send('PUT', pathOf('Denied'), { roleId: ROLE_ID });
    expect(answer).toMatchObject({ status: 502, json: { code: 'EAC_GRAPH_DENIED' } });
    expect(answer.json.hint).toContain('Application.ReadWrite.OwnedBy');
  });

  test('is not to be reached, it is worth another try', async () => {
    sandbox.intercept = (service) => (service === 'graph' ? { fault: 'reset' } : undefined);
    const answer = await running.send('GET', pathOf('Gone'));
    expect(answer).toMatchObject({ status: 503, json: { code: 'EAC_GRAPH_UNREACHABLE' } });
  });
});
