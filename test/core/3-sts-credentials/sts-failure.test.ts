import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseRegion } from '../../../packages/core/src/1-inputs/aws/region.ts';
import { RoleArn } from '../../../packages/core/src/1-inputs/aws/role-arn.ts';
import { parseSessionDuration } from '../../../packages/core/src/1-inputs/aws/session-duration.ts';
import { parseSessionName } from '../../../packages/core/src/1-inputs/aws/session-name.ts';
import type { AccessToken } from '../../../packages/core/src/2-entra-token/access-token.ts';
import { readAwsClaims } from '../../../packages/core/src/2-entra-token/aws-claims.ts';
import { assumeChainedRole } from '../../../packages/core/src/3-sts-credentials/chained-role.ts';
import { assumeRoleWithWebIdentity } from '../../../packages/core/src/3-sts-credentials/web-identity-exchange.ts';
import { StepFailure } from '../../../packages/core/src/failure/step-failure.ts';
import { nodePlatform } from '../../../packages/core/src/platform/node-platform.ts';
import type { OnlinePlatform } from '../../../packages/core/src/platform/platform.ts';
import { Secret } from '../../../packages/core/src/text/secret.ts';
import { NEXT_STEP } from '../../next-step.ts';
import { RECORDINGS } from '../../recordings/web-identity.ts';

const NOW = new Date('2026-06-01T12:00:00Z');
const TENANT = '11111111-2222-3333-4444-555555555555';
const V1 = `https://sts.windows.net/${TENANT}/`;
const V2 = `https://login.microsoftonline.com/${TENANT}/v2.0`;
const role = RoleArn.parse('arn:aws:iam::123456789012:role/deploy');

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A platform whose network is STS giving `answer`, and that makes every call once. */
function platformWith({ status, body, headers = {} }: Answer): OnlinePlatform {
  return {
    ...nodePlatform({}),
    clock: { now: () => NOW },
    network: {
      begin: () => {},
      send: async () => ({
        status,
        body,
        bytes: Buffer.from(body),
        headers: { 'content-type': 'text/xml', ...headers },
      }),
      close: () => {},
    },
    patience: {
      maxAttempts: 1,
      until: new Date(NOW.getTime() + 1000),
      signal: new AbortController().signal,
      tell: () => {},
    },
  };
}

const common = {
  region: parseRegion('eu-west-1'),
  stsEndpoint: { url: new URL('https://sts.eu-west-1.amazonaws.com') },
  role,
  sessionName: parseSessionName('session'),
  duration: parseSessionDuration('3600'),
  sessionPolicy: { inline: undefined, managed: [] },
};

function tokenOf(issuer: string): AccessToken {
  const version = issuer === V1 ? '1.0' : '2.0';
  return {
    jwt: new Secret('header.payload.signature'),
    claims: {
      issuer,
      audience: 'api://aws',
      authorizedParty: version === '2.0' ? 'aaaaaaaa-0000-0000-0000-000000000000' : undefined,
      client: 'aaaaaaaa-0000-0000-0000-000000000000',
      subject: 'object-id',
      tenant: TENANT,
      version,
      expires: new Date(NOW.getTime() + 3_600_000),
      aws: readAwsClaims({}),
    },
  };
}

async function failing(call: Promise<unknown>): Promise<StepFailure> {
  const failure = await call.catch((error: unknown) => error);
  if (failure instanceof StepFailure) return failure;
  throw new Error('did not fail');
}

const exchange = (answer: Answer, issuer = V1) =>
  failing(assumeRoleWithWebIdentity(tokenOf(issuer), common, platformWith(answer)));

const credentials = {
  accessKeyId: new Secret('ASIAAAAAAAAAAAAAAAAA'),
  secretAccessKey: new Secret('secret'),
  sessionToken: new Secret('token'),
  expires: new Date(NOW.getTime() + 3_600_000),
  assumedRoleArn: 'arn:aws:sts::123456789012:assumed-role/first/session',
  account: role.account,
};
const chained = (answer: Answer, externalId?: string, fromIsNarrowed = false) =>
  failing(
    assumeChainedRole(
      credentials,
      { ...common, externalId, tags: { tags: [], transitiveKeys: [] }, fromIsNarrowed },
      platformWith(answer),
    ),
  );

function error(status: number, code: string, message = 'Said so.', headers = {}): Answer {
  const body = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>req-1</RequestId></ErrorResponse>`;
  return { status, body, headers: { 'x-amzn-requestid': 'req-1', ...headers } };
}

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
    const failure = await exchange(error(status, code, message));
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
        /"azp".*signature is left/,
      ],
    ],
    [/verification key/, ['EAC_STS_UNAVAILABLE', /keys.*not among them/, /claims mapping/]],
    [
      /^The target role/,
      ['EAC_STS_ROLE_NOT_IN_TOKEN', /role\/deploy is not in/, /No trust policy changes/],
    ],
    [/^The roles claim|principal_tags/, ['EAC_TOKEN_AWS_CLAIM', /claim under/, /names the claim/]],
    [/not a valid JWT/, ['EAC_STS_TOKEN_REFUSED', /does not take the token/, /exactly this URL/]],
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
    const failure = await exchange(error(400, code, message));
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
    const failure = await exchange(error(status, code, message, { 'retry-after': '4' }));
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
    const answer = error(400, 'InvalidIdentityToken', 'No OpenIDConnect provider found');
    expect((await exchange(answer, issuer)).hint).toMatch(hint);
  });

  test('a wrong clock is told with its difference', async () => {
    const headers = { date: 'Mon, 01 Jun 2026 12:10:00 GMT' };
    const { message } = await exchange(error(400, 'ExpiredTokenException', 'expired', headers));
    expect(message).toContain("This machine's clock is 10.0 minutes behind that of STS");
  });
});

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
    const failure = await chained(error(status, code));
    expect(failure.code).toBe(expected);
    expect(failure.message).toMatch(says);
    expect(failure.hint).toMatch(hint);
    expect(failure.hint).toMatch(NEXT_STEP);
    expect(failure.transient).toBeUndefined();
  });

  test('a first session that a session policy binds may be what is refused', async () => {
    const hint = /session policies of this step bind the first session too/;
    expect((await chained(error(403, 'AccessDenied'), undefined, true)).hint).toMatch(hint);
    expect((await chained(error(403, 'AccessDenied'))).hint).not.toMatch(hint);
  });

  test.each(['Throttling', 'ServiceUnavailable'])('%s passes', async (code) => {
    expect((await chained(error(400, code))).transient).toEqual({});
  });
});

test('a denial names what the policy below it pins, :oaud for a v2.0 token only', async () => {
  const denied = error(403, 'AccessDenied', 'Not authorized');
  expect((await exchange(denied, V2)).hint).toMatch(
    /:aud" = "aaaaaaaa-.*:oaud" = "api:\/\/aws" and .*:sub" = "object-id"/,
  );
  expect((await exchange(denied, V1)).hint).not.toContain(':oaud');
});

describe('what is not STS', () => {
  test('HTTP 429 is throttling, whatever the form of the answer', async () => {
    const page = {
      status: 429,
      body: '<html>slow</html>',
      headers: { 'content-type': 'text/html' },
    };
    const answers = [page, error(429, 'TooManyRequests'), error(400, 'Throttling')];
    for (const answer of answers) {
      expect((await exchange(answer)).message).toMatch(/^STS throttles/);
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
