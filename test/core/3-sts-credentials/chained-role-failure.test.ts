import { describe, expect, test } from '@jest/globals';
import { NEXT_STEP } from '../../next-step.ts';
import { chained, refusal } from './sts-answers.ts';

describe('every refusal of a chained AssumeRole has a diagnosis of its own', () => {
  test.each([
    [
      403,
      'AccessDenied',
      'EAC_STS_CHAIN_DENIED',
      /role\/first.*role\/deploy/,
      /"role-external-id"/,
    ],
    [403, 'ExpiredToken', 'EAC_STS_TOKEN_REFUSED', /clock/, /NTP/],
    [403, 'SignatureDoesNotMatch', 'EAC_STS_REFUSED', /signed.*clock/, /NTP/],
    [403, 'RequestTimeTooSkewed', 'EAC_STS_REFUSED', /signed.*clock/, /NTP/],
    [403, 'InvalidClientTokenId', 'EAC_STS_REFUSED', /signed/, /"sts-endpoint"/],
    [400, 'ValidationError', 'EAC_STS_REFUSED', /deploy/, /"custom-tags"/],
    [
      400,
      'MalformedPolicyDocument',
      'EAC_STS_REFUSED',
      /session policy/,
      /"inline-session-policy"/,
    ],
    [400, 'PackedPolicyTooLarge', 'EAC_STS_REFUSED', /tags together are larger/, /"custom-tags"/],
    [403, 'RegionDisabledException', 'EAC_STS_REGION_DISABLED', /eu-west-1/, /Activate/],
  ])('%i %s', async (status, code, expected, says, hint) => {
    const failure = await chained(refusal(status, code));
    expect(failure.code).toBe(expected);
    expect(failure.message).toMatch(says);
    expect(failure.hint).toMatch(hint);
    expect(failure.hint).toMatch(NEXT_STEP);
    expect(failure.transient).toBeUndefined();
  });

  test('a first session that a session policy binds may be what is refused', async () => {
    const hint = /session policies of this step also apply to the first session/;
    expect((await chained(refusal(403, 'AccessDenied'), undefined, true)).hint).toMatch(hint);
    expect((await chained(refusal(403, 'AccessDenied'))).hint).not.toMatch(hint);
  });

  test.each(['Throttling', 'ServiceUnavailable'])('%s passes', async (code) => {
    expect((await chained(refusal(400, code))).transient).toEqual({});
  });
});
