import type { HttpResponse } from '../../http/message.ts';
import type { EntraApp } from '../app.ts';
import type { EntraTenant } from '../tenant.ts';
import { escapeHtml, htmlPage } from './html-page.ts';
import type { EntraPerson } from './person.ts';

/** Whether an administrator has to consent before this person can sign in. */
export function needsApproval(
  { directoryRoles }: EntraPerson,
  graphScopes: readonly string[],
  { rules }: EntraTenant,
): boolean {
  if (rules.graphScopesConsented || directoryRoles.has('Global Administrator')) return false;
  return graphScopes.some((scope) => scope !== 'User.Read');
}

/** Where the sign-in ends then; the application hears of nothing. */
export function approvalPage({ displayName }: EntraApp): HttpResponse {
  return htmlPage(
    'Need admin approval',
    `<p>${escapeHtml(displayName)} needs permission to access resources in your organization that only an admin can grant. Please ask an admin to grant permission to this app before you can use it.</p><p>AADSTS90094</p>`,
  );
}
