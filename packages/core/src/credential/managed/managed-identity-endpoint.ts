import { InputProblem } from '../../1-inputs/input-problem.ts';
import type { Platform } from '../../platform/platform.ts';
import { quote } from '../../text/log-line.ts';
import { Secret } from '../../text/secret.ts';
import { isOfAppService, isOfThisMachine } from './local-address.ts';

type ManagedIdentityService =
  | 'App Service'
  | 'Azure Arc'
  | 'the metadata service of the virtual machine';

/** What on this machine hands out the tokens of its identity. */
export interface ManagedIdentityEndpoint {
  /** As it stands within a sentence. */
  readonly service: ManagedIdentityService;
  /** `http:`, on this machine or on the link that it is attached to. */
  readonly url: URL;
  /** The variable that named it; undefined where it is at its usual place. */
  readonly setBy: string | undefined;
  /** What App Service wants to see with each request. */
  readonly header: Secret | undefined;
  /** By which MSAL finds the same; the header is among them. */
  variables(): Readonly<Record<string, string>>;
}

/**
 * Every variable by which MSAL chooses where to ask. A process that logs in has none of them but those of the
 * endpoint that was found here, so that MSAL asks what the log names.
 */
export const ENDPOINT_VARIABLES = [
  'IDENTITY_ENDPOINT',
  'IDENTITY_HEADER',
  'IDENTITY_SERVER_THUMBPRINT',
  'IMDS_ENDPOINT',
  'MSI_ENDPOINT',
  'MSI_SECRET',
  'AZURE_POD_IDENTITY_AUTHORITY_HOST',
] as const;

/** @see https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token */
const METADATA_SERVICE = 'http://169.254.169.254';
/** @see https://learn.microsoft.com/azure/azure-arc/servers/managed-identity-authentication */
const ARC_AGENT = 'http://127.0.0.1:40342/metadata/identity/oauth2/token';

/**
 * The endpoint of this machine, found as MSAL finds it: App Service and Functions by two variables, Azure Arc by
 * two others or by its agent, and otherwise the metadata service of virtual machines.
 *
 * @throws InputProblem `EAC_MANAGED_IDENTITY_ENDPOINT` for an address that is not the machine's own, and for
 *   services whose identities are not supported
 */
export async function findManagedIdentityEndpoint(
  platform: Pick<Platform, 'environment' | 'isReadable'>,
): Promise<ManagedIdentityEndpoint> {
  const { environment } = platform;
  const variable = (name: (typeof ENDPOINT_VARIABLES)[number]) => environment[name] ?? '';
  const endpoint = variable('IDENTITY_ENDPOINT');
  if (endpoint !== '' && variable('IDENTITY_HEADER') !== '') {
    if (variable('IDENTITY_SERVER_THUMBPRINT') !== '') throw unsupported('Service Fabric');
    return appService(endpoint, new Secret(variable('IDENTITY_HEADER')));
  }
  if (variable('MSI_ENDPOINT') !== '') throw unsupported('Cloud Shell or Machine Learning');
  if (endpoint !== '' && variable('IMDS_ENDPOINT') !== '') {
    return azureArc(endpoint, 'IDENTITY_ENDPOINT');
  }
  if (await hasArcAgent(platform)) return azureArc(ARC_AGENT, undefined);
  return virtualMachine(variable('AZURE_POD_IDENTITY_AUTHORITY_HOST'));
}

function appService(endpoint: string, header: Secret): ManagedIdentityEndpoint {
  return {
    service: 'App Service',
    url: parseLocalUrl(endpoint, 'IDENTITY_ENDPOINT', isOfAppService),
    setBy: 'IDENTITY_ENDPOINT',
    header,
    variables: () => ({ IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: header.reveal() }),
  };
}

function azureArc(endpoint: string, setBy: string | undefined): ManagedIdentityEndpoint {
  const url = parseLocalUrl(endpoint, 'IDENTITY_ENDPOINT');
  // MSAL asks there, whatever the name stands for.
  if (url.hostname === 'localhost') url.hostname = '127.0.0.1';
  return {
    service: 'Azure Arc',
    url,
    setBy,
    header: undefined,
    variables: () => ({ IDENTITY_ENDPOINT: url.href, IMDS_ENDPOINT: url.origin }),
  };
}

function virtualMachine(moved: string): ManagedIdentityEndpoint {
  const service = 'the metadata service of the virtual machine';
  if (moved === '') {
    const url = new URL(METADATA_SERVICE);
    return { service, url, setBy: undefined, header: undefined, variables: () => ({}) };
  }
  const setBy = 'AZURE_POD_IDENTITY_AUTHORITY_HOST';
  const url = parseLocalUrl(moved, setBy);
  return { service, url, setBy, header: undefined, variables: () => ({ [setBy]: url.origin }) };
}

/** Where MSAL looks for the agent. */
function hasArcAgent({
  environment,
  isReadable,
}: Pick<Platform, 'environment' | 'isReadable'>): Promise<boolean> {
  const programs = environment['ProgramFiles'] ?? '';
  return isReadable(
    programs === ''
      ? '/opt/azcmagent/bin/himds'
      : `${programs}\\AzureConnectedMachineAgent\\himds.exe`,
  );
}

/** What is sent there is not secret beyond the machine, and what comes back would be taken for the machine's word. */
function parseLocalUrl(
  text: string,
  variable: string,
  isLocal: (hostname: string) => boolean = isOfThisMachine,
): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url?.protocol === 'http:' && url.username === '' && url.password === '';
  if (plain && isLocal(url.hostname)) return url;
  throw environmentProblem(
    `has no address of its own for it: ${variable} ${url === undefined ? 'is not a URL' : `leads to ${quote(url.host)} over ${quote(url.protocol)}`}`,
    `Azure issues the tokens of a machine over http on 127.0.0.1, ::1, localhost or 169.254.0.0/16. Unset ${variable}: an earlier step, or somebody who could write into its variables, has set it.`,
  );
}

function unsupported(service: string): InputProblem {
  return environmentProblem(
    `belongs to ${service}, whose identities this step does not use`,
    'It uses those of virtual machines, App Service, Functions, Container Apps and Azure Arc. If this is one of them, unset MSI_ENDPOINT and IDENTITY_SERVER_THUMBPRINT; otherwise log in another way.',
  );
}

function environmentProblem(reason: string, hint: string): InputProblem {
  return new InputProblem(reason, hint, 'EAC_MANAGED_IDENTITY_ENDPOINT');
}
