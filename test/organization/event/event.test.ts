import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readRoleEvent } from '../../../packages/organization/src/index.ts';
import { ACCOUNT, EVENT_NAMES, roleEvent } from './events.ts';

describe('an event of a role', () => {
  test.each(EVENT_NAMES)('%s', (name) => {
    expect(readRoleEvent(roleEvent(name))).toEqual({
      id: 'f2d3c1b0-4a5e-4f6d-9b8a-7c6d5e4f3a2b',
      name,
      time: new Date('2026-11-21T19:24:50Z'),
      partition: 'aws',
      account: ACCOUNT,
      role: 'deploy',
      caller: 'Developer',
    });
  });

  test('whose account the bus has left out', () => {
    expect(readRoleEvent(roleEvent('DeleteRole', {}, { account: undefined }))).toMatchObject({
      account: ACCOUNT,
    });
  });

  test('in China goes by either name', () => {
    const event = roleEvent(
      'DeleteRole',
      { awsRegion: 'cn-north-1' },
      { 'detail-type': 'Amazon API Call via CloudTrail' },
    );
    expect(readRoleEvent(event)).toMatchObject({ partition: 'aws-cn', role: 'deploy' });
  });

  test('of a user has no role that called', () => {
    const userIdentity = { type: 'IAMUser', userName: 'ada' };
    expect(readRoleEvent(roleEvent('DeleteRole', { userIdentity }))).toMatchObject({
      caller: undefined,
    });
  });
});

describe('no event of a role', () => {
  test.each([
    ['a call that failed', { errorCode: 'DeleteConflictException' }, {}, 'failed'],
    ['another call', { eventName: 'AttachRolePolicy' }, {}, 'something else'],
    ['another service', { eventSource: 'sts.amazonaws.com' }, {}, 'not to IAM'],
    ['another source', {}, { source: 'my.app' }, 'aws.iam'],
    ['no record of CloudTrail', {}, { 'detail-type': 'Anything' }, 'CloudTrail'],
    ['two accounts', {}, { account: '333333333333' }, 'differ'],
    ['no account', { recipientAccountId: '22' }, {}, 'no account'],
    ['no parameters', { requestParameters: null }, {}, 'no role'],
    ['a name that is none', { requestParameters: { roleName: 'a/b' } }, {}, 'no role'],
    ['a list of names', { requestParameters: { roleName: ['deploy'] } }, {}, 'no role'],
    ['no ID', { eventID: undefined }, {}, 'no ID'],
    ['no time', { eventTime: 'soon' }, {}, 'no ID or time'],
  ])('%s', (_, detail, envelope, why) => {
    expect(readRoleEvent(roleEvent('DeleteRole', detail, envelope))).toEqual({
      ignored: expect.stringContaining(why),
    });
  });

  test('whatever it is, reading it throws nothing', () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        expect(readRoleEvent(anything)).toHaveProperty('ignored');
      }),
    );
  });

  test('with any part replaced by anything, it stays one of these roles and accounts, or none', () => {
    const paths = ['eventName', 'requestParameters', 'recipientAccountId', 'userIdentity'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.anything(), (path, anything) => {
        const event = roleEvent('DeleteRole');
        const detail = { ...(event['detail'] as object), [path]: anything };
        const read = readRoleEvent({ ...event, detail });
        if ('ignored' in read) return;
        expect(read.account).toBe(ACCOUNT);
        expect(read.role).toMatch(/^[\w+=,.@-]{1,64}$/);
      }),
    );
  });
});
