import type { OwnedDirectory } from '@entra-aws-creds/bindings';
import { type OnlinePlatform, StepFailure } from '@entra-aws-creds/core/programs';
import type { Tenancy } from './acts/act.ts';
import { answerTo, pendingResponse } from './answer-to.ts';
import type { Caller, Callers } from './caller/caller.ts';
import type { ApiRequest, ApiResponse } from './http.ts';
import { problemResponse, refusalOf, retryAfter } from './problem.ts';
import type { RateLimits } from './rate-limits.ts';
import { Refusal } from './refusal.ts';
import { type Route, routeOf } from './request/route.ts';
import type { LogRequest, RequestRecord } from './request-record.ts';
import { impatientWorld, StillCopying } from './world.ts';

/** What the API is made of. */
interface DirectoryApiParts {
  readonly tenancy: Tenancy;
  readonly callers: Pick<Callers, 'admit'>;
  readonly isAllowed: (account: string) => boolean;
  readonly limits: Pick<RateLimits, 'take'>;
  /** The directory as one request sees it. */
  openDirectory(): Promise<OwnedDirectory>;
  /** Milliseconds for which a request waits for Entra to copy what it did. */
  readonly patienceMs: number;
  readonly platform: Pick<OnlinePlatform, 'clock' | 'wait' | 'randomFraction'>;
}

/** Answers one request, and tells `log` of it once. It never throws. */
export type DirectoryApi = (request: ApiRequest, log: LogRequest) => Promise<ApiResponse>;

type Noted = { -readonly [Name in keyof RequestRecord]?: RequestRecord[Name] };

/**
 * The API over a directory. Who calls is looked at before anything of the request but its header; what the request
 * says is read and checked as a whole before anything is done.
 */
export function directoryApi(parts: DirectoryApiParts): DirectoryApi {
  const { clock } = parts.platform;
  return async (request, log) => {
    const begun = clock.now().getTime();
    const noted: Noted = {};
    const { response, refusal } = await answered(parts, request, noted);
    const { code, message } = refusal?.failure ?? {};
    log({
      act: 'unknown',
      ...noted,
      status: response.status,
      ...(code !== undefined && message !== undefined && { code, detail: message }),
      milliseconds: clock.now().getTime() - begun,
    });
    return response;
  };
}

async function answered(
  parts: DirectoryApiParts,
  request: ApiRequest,
  noted: Noted,
): Promise<{ readonly response: ApiResponse; readonly refusal?: Refusal }> {
  try {
    return { response: await answerOf(parts, request, noted) };
  } catch (error) {
    if (isPending(error)) return { response: pendingResponse() };
    const refusal = refusalOf(error);
    return { response: problemResponse(refusal), refusal };
  }
}

async function answerOf(
  parts: DirectoryApiParts,
  request: ApiRequest,
  noted: Noted,
): Promise<ApiResponse> {
  const caller = await parts.callers.admit(request.authorization);
  noted.caller = caller.clientId;
  const route = routeOf(request.method, request.path);
  noted.act = route.act;
  checkRole(caller, route);
  const { account } = route.act === 'show-account' ? route.account : route.role;
  noted.account = account;
  if (route.act !== 'show-account') noted.role = route.role.name;
  checkAccount(parts, account);
  checkRate(parts, account);
  const { tenancy, patienceMs, platform } = parts;
  const open = async () => {
    const directory = await parts.openDirectory();
    return { ...tenancy, directory, world: impatientWorld(directory, platform, patienceMs) };
  };
  return answerTo(request, route, { now: platform.clock.now(), open });
}

/** @throws Refusal 403 */
function checkRole(caller: Caller, { act }: Route): void {
  const needed = act === 'show-account' || act === 'show' ? 'Bindings.Read' : 'Bindings.Write';
  if (caller.may(needed)) return;
  throw new Refusal(
    403,
    new StepFailure(
      'EAC_API_ROLE',
      `The application ${caller.clientId} lacks the app role ${needed} of this API.`,
      'Have an administrator assign it to the service principal of the application; tokens that are issued after that have it.',
    ),
  );
}

/** @throws Refusal 403 */
function checkAccount({ isAllowed }: DirectoryApiParts, account: string): void {
  if (isAllowed(account)) return;
  throw new Refusal(
    403,
    new StepFailure(
      'EAC_ACCOUNT_NOT_ALLOWED',
      `This API is not for the account ${account}.`,
      'Add the account to the setting ALLOWED_ACCOUNTS of the function app.',
    ),
  );
}

/** @throws Refusal 429 */
function checkRate({ limits }: DirectoryApiParts, account: string): void {
  const pauseMs = limits.take(account);
  if (pauseMs === undefined) return;
  throw new Refusal(
    429,
    new StepFailure(
      'EAC_API_BUSY',
      `There were too many requests about the account ${account}.`,
      'Come again when "Retry-After" says. If it goes on, look for what asks so often: each change of a role costs one request.',
    ),
    retryAfter(pauseMs),
  );
}

/** Whether asking again in a moment goes on from where this request came to. */
function isPending(error: unknown): boolean {
  if (error instanceof StillCopying) return true;
  if (!(error instanceof StepFailure)) return false;
  const { code, answer } = error;
  // What was seen a moment ago, and another server does not know.
  const isUnknown = answer?.service === 'Graph' && answer.status === 404;
  return code === 'EAC_BINDING_NOT_SETTLED' || (isUnknown && code === 'EAC_GRAPH_REFUSED');
}
