import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NEXT_STEP } from '../../next-step.ts';
import { exchange, refusal } from './sts-answers.ts';

describe('what is not STS', () => {
  test('HTTP 429 is throttling, whatever the form of the answer', async () => {
    const page = {
      status: 429,
      body: '<html>slow</html>',
      headers: { 'content-type': 'text/html' },
    };
    const answers = [page, refusal(429, 'TooManyRequests'), refusal(400, 'Throttling')];
    for (const answer of answers) {
      expect((await exchange(answer)).message).toMatch(/^STS is throttling/);
    }
    expect((await exchange(page)).hint).toContain('"text/html"');
  });

  test.each([
    [200, 'text/html', '<!doctype html>', 'EAC_STS_ANSWER', false],
    [403, 'text/html', '<html>blocked</html>', 'EAC_STS_ANSWER', false],
    [429, 'text/html', '<html>slow down</html>', 'EAC_STS_UNAVAILABLE', true],
    [503, 'text/html', '<html>down</html>', 'EAC_STS_UNAVAILABLE', true],
    [302, 'text/html', '', 'EAC_STS_ANSWER', false],
    [200, 'application/json', '{}', 'EAC_STS_ANSWER', false],
    [200, 'text/xml', '<AssumeRoleWithWebIdentityResponse><a>', 'EAC_STS_ANSWER', false],
  ])('HTTP %i %s %s', async (status, type, body, code, passes) => {
    const failure = await exchange({ status, body, headers: { 'content-type': type } });
    expect([failure.code, failure.transient !== undefined]).toEqual([code, passes]);
    expect(failure.hint).toMatch(NEXT_STEP);
  });

  test('whatever answers, there is one line with a next step, and nothing of the answer beyond its own sentence', async () => {
    const part = fc.constantFrom(
      '<AssumeRoleWithWebIdentityResponse>',
      '<AssumeRoleWithWebIdentityResult>',
      '<Credentials>',
      '</Credentials>',
      '<SessionToken>CANARYCANARY</SessionToken>',
      '<Expiration>CANARYCANARY</Expiration>',
      '<!DOCTYPE a [<!ENTITY b "CANARYCANARY">]>',
      '&b;',
      '<![CDATA[CANARYCANARY',
      ']]>',
      '<',
      '\u0000',
    );
    const body = fc.array(fc.oneof(part, fc.string()), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom(200, 400, 403, 500), async (parts, status) => {
        const text = `<AssumeRoleWithWebIdentityResponse>${parts.join('')}`;
        const failure = await exchange({ status, body: text });
        expect(failure.describe()).toMatch(/^EAC_STS_[A-Z_]+: [^\r\n]+$/);
        expect(failure.hint).toMatch(NEXT_STEP);
        if (status === 200) expect(failure.describe()).not.toContain('CANARY');
      }),
    );
  });
});
