import type { RoleArn } from '../1-inputs/aws/role-arn.ts';
import { allRequests, type RoleInputs, type RoleRequest } from '../1-inputs/aws/role-inputs.ts';
import { isUnbound, NO_SESSION_POLICY } from '../1-inputs/aws/session-policy.ts';
import type { SessionTags } from '../1-inputs/aws/session-tags.ts';
import type { AccessToken } from '../2-entra-token/access-token.ts';
import { asStepFailure, StepFailure } from '../failure/step-failure.ts';
import type { OnlinePlatform } from '../platform/platform.ts';
import { settleAtMost } from '../retry/concurrency.ts';
import type { SessionCredentials } from './session-credentials.ts';
import { assumeRoleWithWebIdentity, type WebIdentityExchange } from './web-identity-exchange.ts';

/** A role that was assumed, alone or on the way to the next of its chain. */
export interface RoleLink {
  readonly role: RoleArn;
  readonly credentials: SessionCredentials;
}

/** What came of one {@link RoleRequest}. */
export interface RoleSession {
  readonly request: RoleRequest;
  /** From the role that trusts the token to the one whose credentials the job gets. */
  readonly links: readonly RoleLink[];
  /** Those of the last link. */
  readonly credentials: SessionCredentials;
}

export interface RoleSessions {
  readonly main: RoleSession | undefined;
  readonly profiles: readonly RoleSession[];
}

/**
 * A hundred roles take two rounds of these. More would save no round trip that is worth its handshakes, and
 * STS throttles an account that makes too many calls in a second.
 *
 * @see https://aws.amazon.com/blogs/security/how-to-monitor-and-query-iam-resources-at-scale-part-2/
 */
export const AT_THE_SAME_TIME = 50;

/** Adds to the failure of an exchange what only those know who look at more than the exchange. */
export type ExplainRefusal = (failure: unknown, request: RoleRequest) => Promise<unknown>;

/** What all sessions of a step have in common. */
type Common = Pick<WebIdentityExchange, 'sessionName' | 'duration' | 'sessionPolicy'>;

/**
 * Assumes every role of the step with one token, many at the same time, and all or none.
 *
 * @throws StepFailure the only one, or `EAC_ROLES_FAILED` with one part for each role that failed
 */
export async function openRoleSessions(
  token: AccessToken,
  inputs: Common & { readonly roles: RoleInputs },
  platform: OnlinePlatform,
  explainRefusal: ExplainRefusal = async (failure) => failure,
): Promise<RoleSessions> {
  const { main } = inputs.roles;
  const requests = allRequests(inputs.roles);
  const outcomes = await settleAtMost(AT_THE_SAME_TIME, requests, (request) =>
    openSession(token, request, inputs, platform, explainRefusal).catch((error: unknown) => {
      throw ofProfile(asStepFailure(error), request.profile);
    }),
  );
  const { signal } = platform.retryPolicy;
  if (signal.aborted && signal.reason.code === 'EAC_CANCELLED') throw signal.reason;
  const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
  if (failed.length > 0)
    throw failureOf(
      failed.map(({ reason }) => reason),
      requests.length,
    );
  const sessions = outcomes
    .filter((outcome) => outcome.status === 'fulfilled')
    .map(({ value }) => value);
  return main === undefined
    ? { main, profiles: sessions }
    : { main: sessions[0], profiles: sessions.slice(1) };
}

/** Every session of the step, the main one first. */
export function allSessions({ main, profiles }: RoleSessions): readonly RoleSession[] {
  return main === undefined ? profiles : [main, ...profiles];
}

/** A failure with the name of the profile that it concerns, where there is one. */
export function ofProfile(failure: StepFailure, profile: string | undefined): StepFailure {
  return profile === undefined ? failure : failure.concerning(`Profile ${profile}`);
}

async function openSession(
  token: AccessToken,
  request: RoleRequest,
  common: Common,
  platform: OnlinePlatform,
  explainRefusal: ExplainRefusal,
): Promise<RoleSession> {
  const { role, region, stsEndpoint, chain, profile } = request;
  const exchange = { ...common, role, region, stsEndpoint, profile };
  let credentials = await assumeRoleWithWebIdentity(token, exchange, platform).catch(
    async (failure: unknown) => {
      throw await explainRefusal(failure, request);
    },
  );
  maskCredentials(credentials, platform);
  const links: RoleLink[] = [{ role, credentials }];
  if (chain.roles.length === 0) return { request, links, credentials };

  const { assumeChainedRole } = await import('./chained-role.ts');
  for (const [index, next] of chain.roles.entries()) {
    const tags = index === 0 ? chain.tags : withoutInherited(chain.tags);
    const isLast = index === chain.roles.length - 1;
    const link = {
      ...exchange,
      role: next,
      externalId: chain.externalId,
      tags,
      sessionPolicy: isLast ? common.sessionPolicy : NO_SESSION_POLICY,
      fromIsNarrowed: index === 0 && !isUnbound(common.sessionPolicy),
    };
    credentials = await assumeChainedRole(credentials, link, platform);
    maskCredentials(credentials, platform);
    links.push({ role: next, credentials });
  }
  return { request, links, credentials };
}

function maskCredentials(credentials: SessionCredentials, { maskSecret }: OnlinePlatform): void {
  maskSecret(credentials.accessKeyId.reveal());
  maskSecret(credentials.secretAccessKey.reveal());
  maskSecret(credentials.sessionToken.reveal());
}

/**
 * STS refuses a tag whose key the session has inherited.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_role-chaining
 */
function withoutInherited({ tags, transitiveKeys }: SessionTags): SessionTags {
  return { tags: tags.filter(({ key }) => !transitiveKeys.includes(key)), transitiveKeys: [] };
}

function failureOf(reasons: readonly unknown[], asked: number): StepFailure {
  const parts = reasons.map(asStepFailure);
  const [only] = parts;
  if (asked === 1 && only !== undefined) return only;
  return new StepFailure(
    'EAC_ROLES_FAILED',
    `${parts.length} of ${asked} roles could not be assumed.`,
    'Each is listed on a line of its own. Nothing was exported and no file was written, not even for the other roles.',
    { parts },
  );
}
