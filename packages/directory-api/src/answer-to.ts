import type { Surroundings } from './acts/act.ts';
import { addCertificate } from './acts/add-certificate.ts';
import { ensure } from './acts/ensure.ts';
import { remove } from './acts/remove.ts';
import { show } from './acts/show.ts';
import { type ApiRequest, type ApiResponse, jsonResponse } from './http.ts';
import { retryAfter } from './problem.ts';
import { bindingBody } from './request/binding-body.ts';
import { certificateBody } from './request/certificate-body.ts';
import { removalQuery } from './request/removal-query.ts';
import { type RoleAct, type RoleAddress, roleArn } from './request/route.ts';

interface ActWorld {
  readonly now: Date;
  /** To be called when the request was read as a whole and found right. */
  open(): Promise<Surroundings>;
}

/** Does what was asked about one role. */
type Act = (request: ApiRequest, role: RoleAddress, world: ActWorld) => Promise<ApiResponse>;

export const ACTS: Readonly<Record<RoleAct, Act>> = {
  ensure: async (request, address, { open }) => {
    const wanted = bindingBody(request, address);
    const { made, binding } = await ensure(wanted, await open());
    return binding === undefined ? pendingResponse() : jsonResponse(made ? 201 : 200, binding);
  },
  show: async (_, address, { open }) => {
    const binding = await show(roleArn(address), await open());
    return jsonResponse(200, binding);
  },
  remove: async ({ query }, address, { open }) => {
    const removal = removalQuery(query);
    const removed = await remove(roleArn(address), removal, await open());
    return removed === undefined
      ? { status: 204, headers: { 'cache-control': 'no-store' }, body: '' }
      : jsonResponse(200, removed);
  },
  'add-certificate': async (request, address, { open, now }) => {
    const certificate = certificateBody(request, address, now);
    const binding = await addCertificate(certificate, await open());
    return binding === undefined ? pendingResponse() : jsonResponse(200, binding);
  },
};

const PAUSE_MS = 5_000;

/** What was done has not reached all servers of Entra yet. */
export function pendingResponse(): ApiResponse {
  return jsonResponse(202, { state: 'pending' }, retryAfter(PAUSE_MS));
}
