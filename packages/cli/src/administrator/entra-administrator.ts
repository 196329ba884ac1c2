import {
  ACCESS_TOKEN,
  type AccessToken,
  InputProblem,
  parseAccessToken,
  parseTenantId,
  personalCredentials,
  runLogin,
  type Secret,
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
 * @param resource what the token is for
 * @returns undefined when it failed, which was said
 * @throws WrongUsage
 */
export async function entraAdministrator(
  invocation: Invocation,
  inputs: CommandLineInputs,
  resource: string,
): Promise<EntraAdministrator | undefined> {
  const { flags, terminal, cancelled } = invocation;
  const clientId = flags.value('admin-client-id');
  if (clientId !== undefined) {
    return loggedIn(invocation, applicationInputs(invocation, inputs, clientId), resource);
  }
  if (flags.has('device-code')) return personally(invocation, inputs, resource, 'device-code');
  const tenant = tenantIn(inputs);
  const found = await azureCliToken(resource, tenant, terminal.environment, cancelled());
  if ('token' in found) {
    terminal.say('Entra: with the login of the Azure CLI.');
    return administrator(parseAccessToken(found.token));
  }
  if (flags.has('debug')) terminal.say(`Entra: ${found.absent}, so a person is asked.`);
  return personally(invocation, inputs, resource, 'browser');
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

function personally(
  invocation: Invocation,
  inputs: CommandLineInputs,
  resource: string,
  way: 'browser' | 'device-code',
): Promise<EntraAdministrator | undefined> {
  const asked = inputs
    .with('client-id', GRAPH_COMMAND_LINE_TOOLS, 'the Microsoft Graph command line tools')
    .with('entra-credential', way, `--${way}`);
  return loggedIn(invocation, asked, resource);
}

async function loggedIn(
  { flags, terminal, cancelled }: Invocation,
  inputs: CommandLineInputs,
  resource: string,
): Promise<EntraAdministrator | undefined> {
  const addressed = inputs.with('audience', resource, 'Microsoft Graph');
  const loudness = flags.has('debug') ? 'everything' : 'warnings';
  const host = {
    ...terminalHost(addressed, terminal, loudness, 'administrator'),
    personalCredentials: personalCredentials(terminalPerson(terminal), ACCESS_TOKEN),
  };
  const token = await runLogin(host, platformOf(terminal), cancelled());
  return token && administrator(token);
}

function administrator({ jwt, claims }: AccessToken): EntraAdministrator {
  return { token: jwt, tenant: parseTenantId(claims.tenant) };
}
