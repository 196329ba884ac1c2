import type { Surroundings } from './acts/act.ts';
import { addCertificate } from './acts/add-certificate.ts';
import { ensure } from './acts/ensure.ts';
import { remove } from './acts/remove.ts';
import { showAccount, showRole } from './acts/show.ts';
import { type ApiRequest, type ApiResponse, jsonResponse } from './http.ts';
import { retryAfter } from './problem.ts';
import { bindingBody } from './request/binding-body.ts';
import { certificateBody } from './request/certificate-body.ts';
import { removalQuery } from './request/removal-query.ts';
import { parseRoleId } from './request/role-body.ts';
import { type Route, roleArn } from './request/route.ts';

interface ActWorld {
  readonly now: Date;
  /** To be called when the request was read as a whole and found right. */
  open(): Promise<Surroundings>;
}

/** Does what was asked. @throws Refusal, StepFailure, StillCopying */
export async function answerTo(
  request: ApiRequest,
  route: Route,
  { now, open }: ActWorld,
): Promise<ApiResponse> {
  switch (route.act) {
    case 'show-account':
      return jsonResponse(200, await showAccount(route.account, await open()));
    case 'show':
      return jsonResponse(200, await showRole(route.role, askedRoleId(request), await open()));
    case 'ensure': {
      const wanted = bindingBody(request, route.role, now);
      const { made, binding } = await ensure(wanted, await open());
      return jsonResponse(made ? 201 : 200, binding);
    }
    case 'remove': {
      const removal = removalQuery(request.query);
      const removed = await remove(roleArn(route.role), removal, await open());
      return removed === undefined ? NOTHING : jsonResponse(200, removed);
    }
    case 'add-certificate': {
      const certificate = certificateBody(request, route.role, now);
      return jsonResponse(200, await addCertificate(certificate, await open()));
    }
  }
}

function askedRoleId({ query }: ApiRequest): string | undefined {
  const roleId = query.get('roleId');
  return roleId === null ? undefined : parseRoleId(roleId);
}

const NOTHING: ApiResponse = {
  status: 204,
  headers: { 'cache-control': 'no-store' },
  body: '',
};

const PAUSE_MS = 5_000;

/** What was done has not reached all servers of Entra yet. */
export function pendingResponse(): ApiResponse {
  return jsonResponse(202, { state: 'pending' }, retryAfter(PAUSE_MS));
}
