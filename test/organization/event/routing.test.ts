import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { executionName, readLook, routeEvent } from '../../../packages/organization/src/index.ts';
import { ACCOUNT, calledBy, roleEvent } from './events.ts';

const SURROUNDINGS = {
  ownRole: 'entra-aws-creds-automation',
  isMember: async (account: string) => account === ACCOUNT,
};

describe('the router', () => {
  test('starts one execution for an event, however often it comes', async () => {
    const first = await routeEvent(roleEvent('CreateRole'), SURROUNDINGS);
    const again = await routeEvent(roleEvent('CreateRole', {}, { id: 'another' }), SURROUNDINGS);
    expect(again).toEqual(first);
    expect(first).toEqual({
      start: expect.stringMatching(/^222222222222-[0-9a-f]{16}-f2d3c1b0-[0-9a-f-]{27}$/),
      look: {
        partition: 'aws',
        account: ACCOUNT,
        role: 'deploy',
        because: { event: 'CreateRole', at: '2026-11-21T19:24:50.000Z' },
      },
    });
  });

  test.each(['UpdateAssumeRolePolicy', 'TagRole', 'UntagRole'] as const)(
    'knows a %s of its own',
    async (name) => {
      const own = roleEvent(name, calledBy('entra-aws-creds-automation'));
      expect(await routeEvent(own, SURROUNDINGS)).toMatchObject({ dropped: 'it is our own doing' });
      const anothers = roleEvent(name, calledBy('terraform'));
      expect(await routeEvent(anothers, SURROUNDINGS)).toHaveProperty('start');
    },
  );

  test('drops accounts that are not of the organization', async () => {
    const foreign = roleEvent(
      'CreateRole',
      { recipientAccountId: '999999999999' },
      { account: '999999999999' },
    );
    expect(await routeEvent(foreign, SURROUNDINGS)).toMatchObject({
      dropped: 'the account is not of the organization',
    });
  });
});

describe('the name of an execution', () => {
  test('is one that Step Functions takes, for every name of a role', () => {
    const name = fc.stringMatching(/^[\w+=,.@-]{1,64}$/);
    fc.assert(
      fc.property(name, fc.uuid(), (role, id) => {
        expect(executionName({ account: ACCOUNT, role }, id)).toMatch(/^[\w-]{1,80}$/);
      }),
    );
  });

  test('does not tell upper from lower case, as IAM does not', () => {
    const of = (role: string) => executionName({ account: ACCOUNT, role }, 'x');
    expect(of('Deploy')).toBe(of('deploy'));
    expect(of('deploy')).not.toBe(of('deploy2'));
  });
});

test('an execution that somebody starts with anything else throws', () => {
  fc.assert(fc.property(fc.anything(), (anything) => expect(() => readLook(anything)).toThrow()));
});
