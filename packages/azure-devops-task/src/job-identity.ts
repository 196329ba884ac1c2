import type {
  JobIdentity,
  OidcTokenRequest,
  SecureFile,
  ServiceConnection,
} from '@entra-aws-creds/core';
import type { TaskEnvironment } from './task-environment.ts';

/** What the inputs name, by the ids that the server put in their place; empty where nothing was given. */
interface NamedResources {
  readonly serviceConnection: string;
  readonly secureFile: string;
}

/**
 * What the agent hands to a task about the service connection and the secure file that its inputs name, and
 * the job's own token to ask the server with.
 */
export function jobIdentity(environment: TaskEnvironment, named: NamedResources): JobIdentity {
  return {
    serviceConnection: named.serviceConnection
      ? serviceConnection(environment, named.serviceConnection)
      : 'not-given',
    secureFile: named.secureFile ? secureFile(environment, named.secureFile) : 'not-given',
  };
}

/** Else the server refuses by a redirection to a page to sign in at. */
const NO_SIGN_IN_PAGE = { 'x-tfs-fedauthredirect': 'Suppress' };

function serviceConnection(environment: TaskEnvironment, id: string): ServiceConnection {
  const { scheme, parameters } = authorization(environment[`ENDPOINT_AUTH_${id}`]);
  return {
    id,
    scheme: environment[`ENDPOINT_AUTH_SCHEME_${id}`] || scheme,
    parameters,
    cloud: environment[`ENDPOINT_DATA_${id}_ENVIRONMENT`] ?? '',
    tokenRequest: tokenRequest(environment, id),
  };
}

/** @see https://learn.microsoft.com/rest/api/azure/devops/distributedtask/oidctoken/create */
function tokenRequest(environment: TaskEnvironment, id: string): OidcTokenRequest {
  const uri = environment['SYSTEM_OIDCREQUESTURI'] ?? '';
  const query = new URLSearchParams({ 'api-version': '7.1', serviceConnectionId: id });
  return {
    method: 'POST',
    url: uri && `${uri}?${query}`,
    bearer: jobToken(environment),
    headers: { ...NO_SIGN_IN_PAGE, 'content-type': 'application/json' },
    tokenField: 'oidcToken',
    requestIdHeader: 'x-vss-e2eid',
  };
}

function secureFile(environment: TaskEnvironment, id: string): SecureFile {
  const collection =
    environment['SYSTEM_COLLECTIONURI'] || environment['SYSTEM_TEAMFOUNDATIONCOLLECTIONURI'];
  const project = environment['SYSTEM_TEAMPROJECTID'] || environment['SYSTEM_TEAMPROJECT'] || '';
  const path = `${encodeURIComponent(project)}/_apis/distributedtask/securefiles/${encodeURIComponent(id)}`;
  const query = new URLSearchParams({ download: 'true', 'api-version': '5.0-preview.1' });
  return {
    name: environment[`SECUREFILE_NAME_${id}`] ?? id,
    url: collection ? `${collection.replace(/\/*$/, '/')}${path}?${query}` : '',
    ticket: environment[`SECUREFILE_TICKET_${id}`] ?? '',
    ticketParameter: 'ticket',
    bearer: jobToken(environment),
    headers: NO_SIGN_IN_PAGE,
  };
}

/** That of the agent's own connection, which every job has; System.AccessToken must be allowed in classic pipelines. */
function jobToken(environment: TaskEnvironment): string {
  return environment['ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN'] ?? '';
}

interface Authorization {
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The agent's JSON of a connection; parameters by names in lower case. */
function authorization(json: string | undefined): Authorization {
  try {
    const { scheme, parameters } = JSON.parse(json ?? '{}');
    const given = Object.entries(parameters ?? {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    return {
      scheme: typeof scheme === 'string' ? scheme : '',
      parameters: Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), value])),
    };
  } catch {
    return { scheme: '', parameters: {} };
  }
}
