import { FAILURE_CODES, type FailureCode, StepFailure } from '@entra-aws-creds/core/services';
import { describe, expect, test } from '@jest/globals';
import { taskError } from '../../packages/organization/src/index.ts';
import { definition } from './harness/template.ts';

const nameOf = (code: FailureCode, transient?: object) =>
  taskError(new StepFailure(code, 'It failed.', 'See.', { transient })).name;

interface Retrier {
  readonly ErrorEquals: readonly string[];
}

/** What the state machine tries again. */
const AGAIN = ['NotYet', 'Throttled'];

test('what is tried again by name is what the state machine knows', () => {
  const { States } = definition('role.asl.json');
  const states = Object.values(States) as readonly { readonly Retry?: readonly Retrier[] }[];
  const retried = states.flatMap(({ Retry = [] }) => Retry.flatMap((one) => one.ErrorEquals));
  expect(retried).toEqual(expect.arrayContaining(AGAIN));
});

describe('a failure', () => {
  test.each<[FailureCode, string]>([
    ['EAC_OIDC_REFUSED', 'Refused'],
    ['EAC_OIDC_UNAVAILABLE', 'Refused'],
    ['EAC_ENTRA_CERTIFICATE_REFUSED', 'Refused'],
    ['EAC_CERTIFICATE_EXPIRED', 'Refused'],
    ['EAC_SECRET_DENIED', 'Refused'],
    ['EAC_API_TOKEN', 'Refused'],
    ['EAC_API_ROLE', 'Refused'],
    ['EAC_ACCOUNT_NOT_ALLOWED', 'Refused'],
    ['EAC_API_BUSY', 'Throttled'],
    ['EAC_API_KEYS', 'Throttled'],
    ['EAC_API_UNAVAILABLE', 'Throttled'],
    ['EAC_API_UNREACHABLE', 'Throttled'],
    ['EAC_BINDING_FOREIGN', 'Conflict'],
    ['EAC_INTERNAL', 'Failed'],
  ])('%s is %s', (code, name) => expect(nameOf(code)).toBe(name));

  test('that says that it may pass is tried again, whatever it is', () => {
    for (const code of FAILURE_CODES) expect(nameOf(code, {})).toBe('Throttled');
  });

  test('of a service that is busy or out of reach is tried again', () => {
    const passing = FAILURE_CODES.filter((code) =>
      /^EAC_(?:API|ENTRA|GRAPH|IAM|OIDC|SECRET|STS)_(?:UNREACHABLE|TIMEOUT)$/.test(code),
    );
    expect(passing.length).toBeGreaterThan(6);
    for (const code of passing) expect([code, nameOf(code)]).toEqual([code, 'Throttled']);
  });

  test('of somebody else’s making is a defect', () => {
    expect(taskError(new TypeError('x')).name).toBe('Failed');
    expect(taskError(new TypeError('x')).message).toContain('EAC_INTERNAL');
  });
});
