import type { IamEndpoint } from '../1-inputs/aws/iam-endpoint.ts';
import { allRequests } from '../1-inputs/aws/role-inputs.ts';
import type { StepInputs } from '../1-inputs/step-inputs.ts';
import type { AccessTokenClaims } from '../2-entra-token/access-token.ts';
import { webIdentityOf } from '../2-entra-token/web-identity.ts';
import { allSessions, type RoleSessions } from '../3-sts-credentials/role-session.ts';
import { environmentWarnings } from '../environment/environment-warnings.ts';
import { hostAndPort, proxyFor } from '../platform/network-route.ts';
import type { JobHost } from './job-host.ts';

/** What a pipeline author should know although nothing is wrong yet. */
export function inputWarnings(
  inputs: StepInputs,
  job: Pick<JobHost, 'currentValue' | 'read'>,
  now: Date,
): readonly string[] {
  return [
    ...inputs.credential.warnings(now),
    ...endpointWarnings(inputs),
    ...iamEndpointWarnings(inputs),
    ...leftoverWarnings(inputs),
    ...environmentWarnings(inputs, job),
  ];
}

function endpointWarnings(inputs: StepInputs): readonly string[] {
  const endpoint = allRequests(inputs.roles).find(
    ({ stsEndpoint }) => stsEndpoint.setBy !== undefined,
  );
  if (endpoint === undefined) return [];
  const { setBy, url } = endpoint.stsEndpoint;
  return [
    `The variable ${setBy} sends the token to ${url.host} instead of the STS endpoint of ${endpoint.region.name}. Give "sts-endpoint" if that is intended, or set AWS_IGNORE_CONFIGURED_ENDPOINT_URLS to true.`,
  ];
}

function iamEndpointWarnings(inputs: StepInputs): readonly string[] {
  const endpoint = iamEndpoints(inputs).find(({ setBy }) => setBy !== undefined);
  if (endpoint === undefined) return [];
  return [
    `The variable ${endpoint.setBy} sends the IAM requests of "trust-policy-check" to ${endpoint.url.host}. Give "iam-endpoint" if that is intended; if not, unset the variable or set AWS_IGNORE_CONFIGURED_ENDPOINT_URLS to true. With enforce the step would fail.`,
  ];
}

function iamEndpoints(inputs: StepInputs): readonly IamEndpoint[] {
  const { trustPolicyCheck } = inputs;
  if (trustPolicyCheck.mode === 'off' || trustPolicyCheck.source.kind === 'file') return [];
  const { endpointOf } = trustPolicyCheck.source;
  return allRequests(inputs.roles).map(({ role }) => endpointOf(role.partition));
}

/** What a renewal needs, which nobody then takes away. */
function leftoverWarnings({ refresh, cleanUp, credential }: StepInputs): readonly string[] {
  if (!refresh || cleanUp) return [];
  return [
    `"refresh" is true and "clean-up" is false: ${credential.renewal().inWords} and the AWS credentials stay in the temporary folder of the job, readable by every program of its user, until the runner itself empties that folder. Set "clean-up" to true unless something after the job needs the credentials.`,
  ];
}

/** Where the step works, when no input says so. */
export function regionLines({ region }: Pick<StepInputs, 'region'>): readonly string[] {
  return region.setBy === undefined
    ? []
    : [`Region ${region.name}, from the variable ${region.setBy}: "aws-region" is not given`];
}

/** Who stands between the job and the services, and whose word is taken for them. */
export function routeLines(inputs: StepInputs): readonly string[] {
  const { networkRoute, application } = inputs;
  const { proxy, trustedFiles } = networkRoute;
  const entra = application === undefined ? [] : [application.authorityHost];
  const endpoints = allRequests(inputs.roles).map(({ stsEndpoint }) => stsEndpoint.url);
  const iam = iamEndpoints(inputs).map(({ url }) => url);
  const proxied = [...entra, ...endpoints, ...iam].filter((url) => proxyFor(networkRoute, url));
  const lines = trustedFiles.map(
    ({ setBy, certificates }) =>
      `${setBy} adds ${certificates.length} trusted certificate authorities`,
  );
  if (proxy === undefined || proxied.length === 0) return lines;
  const hosts = [...new Set(proxied.map(({ host }) => host))].join(' and ');
  return [`${proxy.setBy} routes requests to ${hosts} through ${hostAndPort(proxy.url)}`, ...lines];
}

export function loginLine({ application, credential }: StepInputs): string {
  if (application === undefined) return `Logging in with ${credential.inWords}`;
  const { tenant, clientId, authorityHost } = application;
  return `Logging in to tenant ${tenant} at ${authorityHost.host} as ${clientId} with ${credential.inWords}`;
}

/** What AWS will read in the token. */
export function tokenLine(claims: AccessTokenClaims): string {
  const { issuer, audience, subject } = webIdentityOf(claims);
  return `Entra issued a v${claims.version} token: issuer ${issuer}, audience for AWS ${audience}, subject ${subject}`;
}

/** One line for each role, before it is assumed. */
export function roleLines(inputs: StepInputs): readonly string[] {
  return allRequests(inputs.roles).map(({ role, region, stsEndpoint, chain, profile }) => {
    const chained = chain.roles.map((next) => `, then ${next}`).join('');
    const named = profile === undefined ? '' : ` for the profile ${profile}`;
    return `Assuming ${role}${chained} as ${inputs.sessionName} at ${stsEndpoint.url.host} (${region.name})${named}`;
  });
}

/** What could not be checked of the credentials. */
export function sessionWarnings(sessions: RoleSessions): readonly string[] {
  const unnamed = allSessions(sessions).filter(({ links }) =>
    links.some(({ credentials }) => credentials.assumedRoleArn === undefined),
  );
  const [first] = unnamed;
  if (first === undefined) return [];
  const { url } = first.request.stsEndpoint;
  const roles = [...new Set(unnamed.map(({ request }) => request.role.text))].join(', ');
  return [
    `${url.host} ("sts-endpoint") does not say whose credentials it has issued, as AWS's own STS does. Whether they belong to ${roles}, and to which account, was not checked. The outputs "aws-account-id" and "assumed-role-arn" are empty where it does not say.`,
  ];
}
