import type { EntraApp } from '../entra/app.ts';
import type { GraphCall } from './call.ts';
import { GraphError } from './graph-error.ts';
import { writesOnlyOwned } from './permissions.ts';

/** How often the refusal was given because a new application had not got round. */
const REFUSALS = new WeakMap<EntraApp, number>();

/**
 * Why no service principal is made of an application that cannot be seen. Who may write only what they own
 * is refused as if they lacked a permission, or in turn as everybody else while a new application gets round.
 *
 * @param app undefined when there is none
 * @see https://github.com/hashicorp/vault-plugin-secrets-azure/issues/49 and
 * https://github.com/microsoftgraph/msgraph-sdk-powershell/issues/846
 */
export function noBackingApplication(
  { caller }: GraphCall,
  clientId: string,
  app: EntraApp | undefined,
): GraphError {
  if (!writesOnlyOwned(caller)) return invalidReference(clientId);
  const before = app === undefined ? 0 : (REFUSALS.get(app) ?? 0);
  if (app !== undefined) REFUSALS.set(app, before + 1);
  return before % 2 === 0 ? notLocal() : invalidReference(clientId);
}

function notLocal(): GraphError {
  return new GraphError(
    403,
    'Authorization_RequestDenied',
    'When using this permission, the backing application of the service principal being created must in the local tenant',
  );
}

function invalidReference(clientId: string): GraphError {
  const message = `The appId '${clientId}' of the service principal does not reference a valid application object.`;
  return new GraphError(400, 'NoBackingApplicationObject', message, [
    { code: 'NoBackingApplicationObject', message, target: 'appId' },
  ]);
}
