import {
  type BindingWorld,
  type EntraCloud,
  GraphClient,
  GraphDirectory,
  graphOf,
  openIdentityAccount,
  parseTenantGuid,
  type TenantGuid,
} from '@entra-aws-creds/bindings';
import { parseAuthorityHost, type RoleArn, runOnline } from '@entra-aws-creds/core/programs';
import type { OnlinePlatform, ServiceInputs } from '@entra-aws-creds/core/services';
import { SERVICE_INPUTS } from '../administrator/administrator-flags.ts';
import { awsAdministrator } from '../administrator/aws-administrator.ts';
import {
  type EntraAdministrator,
  entraAdministrator,
} from '../administrator/entra-administrator.ts';
import type { Invocation } from '../command.ts';
import { platformOf, terminalHost } from '../exchange/terminal-host.ts';
import { type CommandLineInputs, readCommandLineInputs } from '../flags/command-line-inputs.ts';
import { administratorDefaults, readDefaultsFile } from '../flags/defaults-file.ts';
import { WrongUsage } from '../wrong-usage.ts';
import { given } from './given.ts';

/** Which sides a command needs. */
interface NeededSides {
  readonly entra: boolean;
  /** In whose account; undefined: AWS is left alone. */
  readonly role: RoleArn | undefined;
}

/** Both sides of bindings within reach, with an administrator's rights. */
export interface BothSides {
  readonly tenant: TenantGuid;
  readonly cloud: EntraCloud;
  readonly world: BindingWorld;
  readonly online: OnlinePlatform;
  /** Where the services are, as this call was told. */
  readonly inputs: CommandLineInputs;
  /** Where STS is asked; empty where AWS is left alone and none is given. */
  readonly region: string;
}

/** Replication can take a quarter of an hour on either side. */
const USUAL_TIME_LIMIT_SECONDS = 3600;

/**
 * Logs in on the sides that are needed, and does `work` with both. What failed was said.
 *
 * @returns undefined when something failed
 * @throws WrongUsage
 */
export async function withSides<T>(
  call: Invocation,
  { entra, role }: NeededSides,
  work: (sides: BothSides) => Promise<T>,
): Promise<T | undefined> {
  const { terminal, cancelled } = call;
  const path = call.flags.value('config');
  const defaults = path === undefined ? undefined : readDefaultsFile(path);
  const flags = call.flags.orElse(administratorDefaults(defaults));
  const invocation = { ...call, flags };
  const read = await readCommandLineInputs(SERVICE_INPUTS, flags, defaults, terminal);
  const inputs =
    read.read('action-timeout-s') === ''
      ? read.with('action-timeout-s', String(USUAL_TIME_LIMIT_SECONDS), 'the usual time')
      : read;
  const graphEndpoint = endpointIn(flags.value('graph-endpoint'));
  const host = terminalHost(inputs, terminal, 'everything', 'set-up');
  let administrator: EntraAdministrator | undefined;
  if (entra) {
    administrator = await entraAdministrator(invocation, inputs, resourceOf(inputs));
    if (administrator === undefined) return undefined;
  }
  const tenant = administrator
    ? parseTenantGuid(administrator.tenant)
    : given(inputs.label('tenant-id'), inputs.read('tenant-id'), parseTenantGuid);
  return runOnline(host, platformOf(terminal), cancelled(), async (online, services, log) => {
    const directory =
      administrator && directoryOf(administrator, tenant, services, graphEndpoint, online);
    const account =
      role &&
      (await openIdentityAccount(
        role,
        await awsAdministrator(invocation, online.maskSecret),
        services,
        online,
      ));
    const world: BindingWorld = {
      directory,
      account,
      clock: online.clock,
      wait: online.wait,
      randomFraction: online.randomFraction,
      signal: online.retryPolicy.signal,
      tell: (line) => log.info(line),
    };
    const region =
      services.region?.name ?? (role && services.iamEndpointOf(role.partition).signingRegion) ?? '';
    const { cloud } = graphOf(services.authorityHost);
    return work({ tenant, cloud, world, online, inputs, region });
  });
}

function directoryOf(
  { token }: EntraAdministrator,
  tenant: TenantGuid,
  { authorityHost }: ServiceInputs,
  endpoint: URL | undefined,
  online: OnlinePlatform,
): GraphDirectory {
  online.maskSecret(token.reveal());
  const graph = graphOf(authorityHost, endpoint);
  return new GraphDirectory(tenant, new GraphClient(graph.endpoint, async () => token, online));
}

/** What the token of the administrator is for. */
function resourceOf(inputs: CommandLineInputs): string {
  const text = inputs.read('authority-host') || 'AzureCloud';
  return graphOf(given(inputs.label('authority-host'), text, parseAuthorityHost)).resource;
}

function endpointIn(text: string | undefined): URL | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' && url.username === '' && url.search === '') return url;
  throw new WrongUsage(
    '--graph-endpoint is not an https URL.',
    'The token is never sent over plain http.',
  );
}
