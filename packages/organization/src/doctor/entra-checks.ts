import type { EntraDirectory, FederatedCredential, GraphClient } from '@entra-aws-creds/bindings';
import { isJsonObject } from '@entra-aws-creds/core/services';
import { GRAPH_CLIENT_ID, OWNED_BY } from '../deployment/graph-permission.ts';
import { shellCommand } from '../deployment/shell-command.ts';
import { type DeploymentCheck, fine, type Looked, wrong } from './deployment-check.ts';

/** Entra, as far as it is read here. */
export interface EntraReader {
  readonly tenant: string;
  readonly graph: Pick<GraphClient, 'all' | 'objectIfAny'>;
  readonly directory: Pick<
    EntraDirectory,
    'application' | 'servicePrincipal' | 'federatedCredentials'
  >;
}

/** The application as which the automation logs in, as the central stack names it. */
interface WantedApplication {
  readonly tenant: string;
  readonly clientId: string;
}

/** Object IDs of the application, and of its service principal. */
interface FoundApplication {
  readonly id: string;
  readonly principal: string;
}

export async function checkApplication(
  { tenant, clientId }: WantedApplication,
  { tenant: asked, directory }: EntraReader,
): Promise<Looked<FoundApplication>> {
  const name = 'entra-application';
  if (tenant !== asked) {
    const said = `The central stack is for the tenant ${tenant}, and you are logged in to ${asked}.`;
    const login = ['az', 'login', '--tenant', tenant, '--allow-no-subscriptions'];
    return { check: wrong(name, said, [shellCommand(...login)]) };
  }
  const application = await directory.application({ clientId });
  if (application === undefined) {
    const said = `There is no application with the client ID ${clientId}, which the central stack names.`;
    const facts = ['Its commands make one; then deploy the central stack with its client ID.'];
    return { check: wrong(name, said, ['entra-aws-creds organization deploy'], facts) };
  }
  const principal = await directory.servicePrincipal(clientId);
  const ofPrincipal = (verb: string) => ['az', 'ad', 'sp', verb, '--id', clientId];
  if (principal === undefined) {
    const command = shellCommand(...ofPrincipal('create'));
    return { check: wrong(name, 'The application has no service principal.', [command]) };
  }
  if (!principal.enabled) {
    const command = shellCommand(...ofPrincipal('update'), '--set', 'accountEnabled=true');
    const said = 'Its service principal is disabled, so it cannot log in.';
    return { check: wrong(name, said, [command]) };
  }
  const fact = `${JSON.stringify(application.displayName)}, client ID ${clientId}`;
  return { check: fine(name, fact), found: { id: application.id, principal: principal.id } };
}

/** A permission that was granted, as people know it. */
interface Granted {
  readonly assignment: string;
  readonly id: string;
  readonly name: string;
}

/** With more than that one permission, whoever gets into a function gets more than these applications. */
export async function checkPermissions(
  principal: string,
  clientId: string,
  { graph }: EntraReader,
): Promise<DeploymentCheck> {
  const granted = await permissionsOf(principal, graph);
  const wider = granted.filter(({ id }) => id !== OWNED_BY.id);
  if (wider.length > 0) {
    const names = wider.map(({ name }) => name).join(', ');
    return wrong(
      'entra-permissions',
      `It has more than ${OWNED_BY.name}: ${names}. Whoever gets hold of a function could use that.`,
      wider.map(({ assignment }) =>
        shellCommand(
          ...['az', 'rest', '--method', 'DELETE', '--url'],
          `https://graph.microsoft.com/v1.0/servicePrincipals/${principal}/appRoleAssignments/${assignment}`,
        ),
      ),
    );
  }
  if (granted.length > 0) return fine('entra-permissions', `${OWNED_BY.name}, and nothing else`);
  return wrong('entra-permissions', `It lacks ${OWNED_BY.name}, or nobody has consented to it.`, [
    shellCommand(
      ...['az', 'ad', 'app', 'permission', 'add', '--id', clientId, '--api', GRAPH_CLIENT_ID],
      ...['--api-permissions', `${OWNED_BY.id}=Role`],
    ),
    shellCommand('az', 'ad', 'app', 'permission', 'admin-consent', '--id', clientId),
  ]);
}

const TO_READ = { application: 'Application.Read.All', person: 'the scope Application.Read.All' };

async function permissionsOf(
  principal: string,
  graph: EntraReader['graph'],
): Promise<readonly Granted[]> {
  const assignments = await graph.all({
    asking: 'Listing what the application may do',
    needs: TO_READ,
    method: 'GET',
    path: `/servicePrincipals/${encodeURIComponent(principal)}/appRoleAssignments`,
  });
  return Promise.all(
    assignments.map(async ({ id, appRoleId, resourceId, resourceDisplayName }) => {
      const name = await permissionName(String(resourceId), String(appRoleId), graph);
      return {
        assignment: String(id),
        id: String(appRoleId),
        name: name ?? `${String(appRoleId)} of ${JSON.stringify(resourceDisplayName)}`,
      };
    }),
  );
}

async function permissionName(
  resource: string,
  role: string,
  graph: EntraReader['graph'],
): Promise<string | undefined> {
  const found = await graph.objectIfAny({
    asking: 'Reading the names of permissions',
    needs: TO_READ,
    method: 'GET',
    path: `/servicePrincipals/${encodeURIComponent(resource)}?$select=id,appRoles`,
  });
  const roles = found?.['appRoles'];
  const named = (Array.isArray(roles) ? roles : []).filter(isJsonObject);
  const value = named.find(({ id }) => id === role)?.['value'];
  return typeof value === 'string' ? value : undefined;
}

/** What the token of the functions' role has, as Entra compares it: letter by letter. */
type WantedTrust = Pick<FederatedCredential, 'issuer' | 'subject' | 'audience'>;

export async function checkFederatedCredential(
  objectId: string,
  clientId: string,
  wanted: WantedTrust,
  { directory }: EntraReader,
): Promise<DeploymentCheck> {
  const credentials = await directory.federatedCredentials(objectId);
  const differences = credentials.map((one) => ({ name: one.name, parts: unlike(one, wanted) }));
  if (differences.some(({ parts }) => parts.length === 0)) {
    return fine('federated-credential', `${wanted.subject} of ${wanted.issuer}`);
  }
  const [nearest] = [...differences].sort((a, b) => a.parts.length - b.parts.length);
  const parameters = JSON.stringify({
    name: 'aws',
    issuer: wanted.issuer,
    subject: wanted.subject,
    audiences: [wanted.audience],
  });
  return wrong(
    'federated-credential',
    'No federated credential of the application is that of the functions, so they cannot log in.',
    [
      ...(nearest?.parts.length === 3 || nearest === undefined
        ? []
        : [federated('delete', clientId, '--federated-credential-id', nearest.name)]),
      federated('create', clientId, '--parameters', parameters),
    ],
    nearest && nearest.parts.length < 3
      ? nearest.parts.map(
          (part) =>
            `${part} of ${JSON.stringify(nearest.name)} is ${JSON.stringify(credentials.find(({ name }) => name === nearest.name)?.[part])}, and must be ${JSON.stringify(wanted[part])}`,
        )
      : [
          `it must have the issuer ${wanted.issuer}, the subject ${wanted.subject} and the audience ${wanted.audience}`,
        ],
  );
}

const PARTS = ['issuer', 'subject', 'audience'] as const;

function unlike(found: WantedTrust, wanted: WantedTrust) {
  return PARTS.filter((part) => found[part] !== wanted[part]);
}

function federated(verb: string, clientId: string, ...rest: readonly string[]): string {
  return shellCommand('az', 'ad', 'app', 'federated-credential', verb, '--id', clientId, ...rest);
}
