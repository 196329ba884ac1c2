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

export const NOW = new Date('2026-06-01T12:00:00Z');
const TENANT = '11111111-2222-3333-4444-555555555555';
export const V1 = `https://sts.windows.net/${TENANT}/`;
export const V2 = `https://login.microsoftonline.com/${TENANT}/v2.0`;
export const role = RoleArn.parse('arn:aws:iam::123456789012:role/deploy');

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
    maskSecret: () => {},
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
    retryPolicy: {
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

/** What the step makes of an answer to AssumeRoleWithWebIdentity. */
export const exchange = (answer: Answer, issuer = V1) =>
  failing(assumeRoleWithWebIdentity(tokenOf(issuer), common, platformWith(answer)));

const credentials = {
  accessKeyId: new Secret('ASIAAAAAAAAAAAAAAAAA'),
  secretAccessKey: new Secret('secret'),
  sessionToken: new Secret('token'),
  expires: new Date(NOW.getTime() + 3_600_000),
  assumedRoleArn: 'arn:aws:sts::123456789012:assumed-role/first/session',
  account: role.account,
};

/** What it makes of an answer to AssumeRole. */
export const chained = (answer: Answer, externalId?: string, fromIsNarrowed = false) =>
  failing(
    assumeChainedRole(
      credentials,
      { ...common, externalId, tags: { tags: [], transitiveKeys: [] }, fromIsNarrowed },
      platformWith(answer),
    ),
  );

/** An error in the form of STS. */
export function refusal(status: number, code: string, message = 'Said so.', headers = {}): Answer {
  const body = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>req-1</RequestId></ErrorResponse>`;
  return { status, body, headers: { 'x-amzn-requestid': 'req-1', ...headers } };
}
