import { describe, expect, test } from '@jest/globals';
import { NEXT_STEP } from '../../next-step.ts';
import { RECORDINGS } from '../../recordings/web-identity.ts';
import { exchange, NOW, refusal, role, V1, V2 } from './sts-answers.ts';

describe('every refusal of AssumeRoleWithWebIdentity has a diagnosis of its own', () => {
  test.each([
    [
      400,
      'InvalidIdentityToken',
      'Incorrect token audience',
      'EAC_STS_AUDIENCE_REFUSED',
      /api:\/\/aws/,
      /"azp"/,
    ],
    [
      400,
      'InvalidIdentityToken',
      `No OpenIDConnect provider found in your account for ${V1}`,
      'EAC_STS_PROVIDER_MISSING',
      /123456789012/,
      /slash at its end counts.*same one/,
    ],
    [
      400,
      'InvalidIdentityToken',
      'Missing a required claim: aud',
      'EAC_STS_TOKEN_REFUSED',
      /claim/,
      /"audience"/,
    ],
    [
      400,
      'InvalidIdentityToken',
      'Something else',
      'EAC_STS_TOKEN_REFUSED',
      /sts\.windows\.net/,
      /provider/,
    ],
    [403, 'IDPRejectedClaim', 'no', 'EAC_STS_TOKEN_REFUSED', /rejected/, /sign-in log/],
    [400, 'ExpiredTokenException', 'expired', 'EAC_STS_TOKEN_REFUSED', /expired.*clock/, /NTP/],
    [
      403,
      'AccessDenied',
      'Not authorized',
      'EAC_STS_ACCESS_DENIED',
      /deploy/,
      /:aud" = "api:\/\/aws".*:sub" = "object-id"/,
    ],
    [
      400,
      'ValidationError',
      'The requested DurationSeconds exceeds',
      'EAC_STS_REFUSED',
      /^"role-duration-seconds" is 3600, which is longer than .*deploy/,
      /maximum session duration/,
    ],
    [400, 'ValidationError', 'RoleArn', 'EAC_STS_REFUSED', /deploy/, /"role-to-assume"/],
    [
      400,
      'MalformedPolicyDocument',
      'no',
      'EAC_STS_REFUSED',
      /session policy/,
      /"inline-session-policy"/,
    ],
    [400, 'PackedPolicyTooLarge', 'no', 'EAC_STS_REFUSED', /larger/, /Shorten/],
    [403, 'RegionDisabledException', 'no', 'EAC_STS_REGION_DISABLED', /eu-west-1/, /Activate/],
    [400, 'NobodyHeardOfThis', 'no', 'EAC_STS_REFUSED', /refused/, /STS API reference/],
  ])('%i %s: %s', async (status, code, message, expected, says, hint) => {
    const failure = await exchange(refusal(status, code, message));
    expect(failure.code).toBe(expected);
    expect(failure.message).toMatch(says);
    expect(failure.hint).toMatch(hint);
    expect(failure.hint).toMatch(NEXT_STEP);
    expect(failure.transient).toBeUndefined();
    expect(failure.describe()).toContain(`[STS said HTTP ${status}, ${code}, request id req-1`);
  });

  const setting = {
    account: '123456789012',
    issuer: V1,
    providerArn: '',
    role: role.text,
    otherRole: '',
    now: NOW.getTime() / 1000,
  };
  const recorded = RECORDINGS.flatMap(({ id, answer, section }) => {
    if (answer.allowed || section === 'provider parameter') return [];
    const { code, message } = answer;
    return message === undefined ? [] : [[id, code, message(setting)] as const];
  });
  const SAID = new Map<RegExp, [string, RegExp, RegExp]>([
    [/^Not authorized/, ['EAC_STS_ACCESS_DENIED', /does not exist, or/, /trust policy/]],
    [
      /could not be validated/,
      [
        'EAC_STS_TOKEN_NOT_VALIDATED',
        /audience "api:\/\/aws", or.*signature/,
        /"azp".*signature is the cause/,
      ],
    ],
    [/verification key/, ['EAC_STS_UNAVAILABLE', /keys.*not among them/, /claims mapping/]],
    [
      /^The target role/,
      ['EAC_STS_ROLE_NOT_IN_TOKEN', /role\/deploy is not in/, /No trust policy can change that/],
    ],
    [/^The roles claim|principal_tags/, ['EAC_TOKEN_AWS_CLAIM', /claim under/, /names the claim/]],
    [/not a valid JWT/, ['EAC_STS_TOKEN_REFUSED', /rejects the token/, /exactly this URL/]],
    [/claim: |more than one audience|to be empty/, ['EAC_STS_TOKEN_REFUSED', /claim/, /"aud/]],
    [
      /in the future|not yet valid|Invalid timestamp/,
      ['EAC_STS_TOKEN_REFUSED', /five minutes from now/, /five minutes ahead/],
    ],
    [/^Token expired/, ['EAC_STS_TOKEN_REFUSED', /expired.*five minutes/, /five minutes behind/]],
    [/^Unknown error/, ['EAC_STS_UNAVAILABLE', /at the moment/, /again/]],
  ]);

  test.each(recorded)('as recorded: %s, %s: %s', async (_id, code, message) => {
    const [known, ...more] = [...SAID].filter(([pattern]) => pattern.test(message));
    expect(more).toEqual([]);
    const [, [expected, says, hint]] = known ?? [/./, ['', /./, /./]];
    const failure = await exchange(refusal(400, code, message));
    expect(failure.code).toBe(expected);
    expect(failure.message).toMatch(says);
    expect(failure.hint).toMatch(hint);
    expect(failure.hint).toMatch(NEXT_STEP);
  });

  test.each([
    [400, 'IDPCommunicationError', 'no'],
    [400, 'InvalidIdentityToken', "Couldn't retrieve verification key from your identity provider"],
    [400, 'Throttling', 'Rate exceeded'],
    [400, 'ThrottlingException', 'Rate exceeded'],
    [400, 'RequestLimitExceeded', 'Rate exceeded'],
    [429, 'TooManyRequests', 'no'],
    [500, 'InternalFailure', 'no'],
    [503, 'ServiceUnavailable', 'no'],
    [502, 'Anything', 'no'],
  ])('%i %s passes', async (status, code, message) => {
    const failure = await exchange(refusal(status, code, message, { 'retry-after': '4' }));
    expect(failure.code).toBe('EAC_STS_UNAVAILABLE');
    expect(failure.transient).toEqual({ retryAfterMs: 4_000 });
    expect(failure.hint).toMatch(NEXT_STEP);
  });

  test.each([
    [
      V1,
      /URL https:\/\/sts\.windows\.net\/[0-9a-f-]+\/ \(the slash.*v1\.0 token.*"requestedAccessTokenVersion" is set to 2/,
    ],
    [V2, /\/v2\.0 \(without a slash.*v2\.0 token.*sts\.windows\.net.*set to 1/],
  ])('a provider for the other version of %s is told apart', async (issuer, hint) => {
    const answer = refusal(400, 'InvalidIdentityToken', 'No OpenIDConnect provider found');
    expect((await exchange(answer, issuer)).hint).toMatch(hint);
  });

  test('a wrong clock is told with its difference', async () => {
    const headers = { date: 'Mon, 01 Jun 2026 12:10:00 GMT' };
    const { message } = await exchange(refusal(400, 'ExpiredTokenException', 'expired', headers));
    expect(message).toContain("This machine's clock is 10.0 minutes behind that of STS");
  });
});

test('a denial names what the policy below it pins, :oaud for a v2.0 token only', async () => {
  const denied = refusal(403, 'AccessDenied', 'Not authorized');
  expect((await exchange(denied, V2)).hint).toMatch(
    /:aud" = "aaaaaaaa-.*:oaud" = "api:\/\/aws" and .*:sub" = "object-id"/,
  );
  expect((await exchange(denied, V1)).hint).not.toContain(':oaud');
});
