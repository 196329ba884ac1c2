import type { StepInputs } from '../1-inputs/step-inputs.ts';
import type { AccessToken } from '../2-entra-token/access-token.ts';
import { logInToEntra } from '../2-entra-token/entra-login.ts';
import {
  allSessions,
  type ExplainRefusal,
  ofProfile,
  openRoleSessions,
  type RoleSessions,
} from '../3-sts-credentials/role-session.ts';
import { checkAccount, checkSession } from '../4-checks/account-check.ts';
import { asStepFailure } from '../failure/step-failure.ts';
import { seeToConnections } from '../platform/event-loop.ts';
import type { MaskingPlatform, OnlinePlatform } from '../platform/platform.ts';
import type { TimeLimit } from '../retry/time-limit.ts';
import { withHeadStart } from './head-start.ts';
import { withRoute } from './online-work.ts';

/** One login and the sessions that it opened, each of them the one that was asked for. */
export interface Exchange {
  readonly token: AccessToken;
  readonly sessions: RoleSessions;
}

/** What those add who have somebody to tell. */
interface ExchangeWatch {
  /** Between the login and the sessions. */
  issued?(token: AccessToken): void;
  /** What AWS would have to hold, when it refuses. */
  explainRefusal?(token: AccessToken): ExplainRefusal;
  /** Before anything is said of what STS answered. */
  opened?(sessions: RoleSessions): void;
}

/**
 * Runs `work` with the network that the inputs lead to, which is closed after it. Connections are begun at
 * once.
 *
 * @param tell is told when a call is made again
 */
export async function withNetwork<T>(
  inputs: StepInputs,
  platform: MaskingPlatform,
  time: TimeLimit,
  tell: (line: string) => void,
  work: (online: OnlinePlatform) => Promise<T>,
): Promise<T> {
  return withRoute(inputs, platform, time, tell, async (online) => {
    const network = withHeadStart(inputs, online.network);
    await seeToConnections();
    return work({ ...online, network });
  });
}

/**
 * Logs in and opens every session.
 *
 * @throws StepFailure why there is not all that was asked for
 */
export async function exchange(
  inputs: StepInputs,
  online: OnlinePlatform,
  watch: ExchangeWatch = {},
): Promise<Exchange> {
  const token = await logInToEntra(inputs, online);
  watch.issued?.(token);
  const explain = watch.explainRefusal?.(token);
  const sessions = await openRoleSessions(token, inputs, online, explain);
  watch.opened?.(sessions);
  checkSessions(sessions, inputs);
  return { token, sessions };
}

/** Nothing that STS answered is used before it is what was asked for. */
function checkSessions(
  sessions: RoleSessions,
  { sessionName, allowedAccounts }: Pick<StepInputs, 'sessionName' | 'allowedAccounts'>,
): void {
  for (const { request, links, credentials } of allSessions(sessions)) {
    try {
      for (const link of links) checkSession(link, sessionName);
      checkAccount(credentials, allowedAccounts);
    } catch (error) {
      throw ofProfile(asStepFailure(error), request.profile);
    }
  }
}
