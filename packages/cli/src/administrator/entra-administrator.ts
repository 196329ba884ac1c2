import {
  type AccessToken,
  accessTokenFor,
  InputProblem,
  parseAccessToken,
  parseTenantId,
  personalCredentials,
  runLogin,
  type Secret,
  StepFailure,
  type TenantId,
} from '@entra-aws-creds/core/programs';
import type { Invocation } from '../command.ts';
import { platformOf, terminalHost } from '../exchange/terminal-host.ts';
import type { CommandLineInputs } from '../flags/command-line-inputs.ts';
import { terminalPerson } from '../sign-in/terminal-person.ts';
import { WrongUsage } from '../wrong-usage.ts';
import { azureCliToken } from './azure-cli-token.ts';

/**
 * The public client of Microsoft's Graph command line tools, which every tenant knows.
 *
 * @see https://learn.microsoft.com/powershell/microsoftgraph/authentication-commands
 */
const GRAPH_COMMAND_LINE_TOOLS = '14d82eec-204b-4c2f-b7e8-296a70dab67e';

/** What is to be done in Graph, and which Graph. */
interface GraphAccess {
  /** What the token is for. */
  readonly resource: string;
  readonly right: 'read' | 'write';
  /** Further permissions than the login of the Azure CLI has, which then is not asked. */
  readonly further?: readonly string[] | undefined;
}

/**
 * What a person consents to; an application has what it was granted.
 *
 * @see https://learn.microsoft.com/graph/permissions-reference
 */
const PERMISSIONS = { read: 'Application.Read.All', write: 'Application.ReadWrite.All' } as const;

/** With whose rights Entra is spoken to. */
export interface EntraAdministrator {
  readonly token: Secret;
  /** Always the GUID, however the tenant was named. */
  readonly tenant: TenantId;
}

/**
 * Logs in to Entra as whoever may change applications there: an application with a certificate where one is
 * given, else who is logged in to `az`, else a person.
 *
 * @returns undefined when it failed, which was said
 * @throws WrongUsage
 */
export async function entraAdministrator(
  invocation: Invocation,
  inputs: CommandLineInputs,
  graph: GraphAccess,
): Promise<EntraAdministrator | undefined> {
  const { flags, terminal, cancelled } = invocation;
  const clientId = flags.value('admin-client-id');
  if (clientId !== undefined) {
    return loggedIn(invocation, applicationInputs(invocation, inputs, clientId), graph);
  }
  if (flags.has('device-code')) return personally(invocation, inputs, graph, 'device-code');
  if (graph.further !== undefined) return personally(invocation, inputs, graph, 'browser');
  const tenant = tenantIn(inputs);
  const found = await azureCliToken(graph.resource, tenant, terminal.environment, cancelled());
  if ('token' in found) {
    terminal.say('Entra: with the login of the Azure CLI.');
    return ofTenant(tenant, administrator(parseAccessToken(found.token)));
  }
  if (flags.has('debug')) terminal.say(`Entra: ${found.absent}, so a person is asked.`);
  return personally(invocation, inputs, graph, 'browser');
}

/** A domain cannot be compared: `az` was asked for it, and answers for the tenant that has it. */
function ofTenant(asked: TenantId, found: EntraAdministrator): EntraAdministrator {
  if (asked.includes('.') || found.tenant === asked) return found;
  throw new StepFailure(
    'EAC_ADMIN_CREDENTIALS',
    `The Azure CLI gave a token of the tenant ${found.tenant}, and it was asked for one of ${asked}.`,
    `Log in to the right one: az login --tenant ${asked} --allow-no-subscriptions`,
  );
}

function tenantIn(inputs: CommandLineInputs): TenantId {
  const text = inputs.read('tenant-id');
  if (text === '') throw new WrongUsage('--tenant-id is not given.');
  try {
    return parseTenantId(text);
  } catch (error) {
    if (error instanceof InputProblem) {
      throw new WrongUsage(`${inputs.label('tenant-id')} ${error.message}.`, error.hint);
    }
    throw error;
  }
}

function applicationInputs(
  { flags }: Invocation,
  inputs: CommandLineInputs,
  clientId: string,
): CommandLineInputs {
  const path = flags.value('admin-certificate-path');
  if (path === undefined) {
    throw new WrongUsage('--admin-client-id needs --admin-certificate-path.');
  }
  const password = flags.value('admin-certificate-password-file');
  const given = inputs
    .with('client-id', clientId, '--admin-client-id')
    .with('certificate-path', path, '--admin-certificate-path');
  return password === undefined
    ? given
    : given.withFile('certificate-password', password, 'admin-certificate-password-file');
}

async function personally(
  invocation: Invocation,
  inputs: CommandLineInputs,
  graph: GraphAccess,
  way: 'browser' | 'device-code',
): Promise<EntraAdministrator | undefined> {
  const { terminal } = invocation;
  const asked = inputs
    .with('client-id', GRAPH_COMMAND_LINE_TOOLS, 'the Microsoft Graph command line tools')
    .with('entra-credential', way, `--${way}`);
  const found = await loggedIn(invocation, asked, graph, way === 'device-code');
  if (found === undefined && !terminal.canAsk) {
    terminal.say(
      'To act in Entra without a terminal, log in with "az login", name an application with --admin-client-id and --admin-certificate-path, or log in on another machine with --device-code.',
    );
  }
  return found;
}

async function loggedIn(
  { flags, terminal, cancelled }: Invocation,
  inputs: CommandLineInputs,
  graph: GraphAccess,
  anywhere = false,
): Promise<EntraAdministrator | undefined> {
  const addressed = inputs.with('audience', graph.resource, 'Microsoft Graph');
  const loudness = flags.has('debug') ? 'everything' : 'warnings';
  const host = {
    ...terminalHost(addressed, terminal, loudness, 'administrator'),
    personalCredentials: personalCredentials(
      terminalPerson(terminal, { anywhere }),
      accessTokenFor(PERMISSIONS[graph.right], ...(graph.further ?? [])),
    ),
  };
  const token = await runLogin(host, platformOf(terminal), cancelled());
  return token && administrator(token);
}

function administrator({ jwt, claims }: AccessToken): EntraAdministrator {
  return { token: jwt, tenant: parseTenantId(claims.tenant) };
}
