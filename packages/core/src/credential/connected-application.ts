import { isCloud } from '../1-inputs/entra/authority-host.ts';
import type { ServiceConnection } from '../1-inputs/entra/job-identity.ts';
import {
  type ClientId,
  parseClientId,
  parseTenantId,
  type TenantId,
} from '../1-inputs/entra/tenant-id.ts';
import { InputProblem } from '../1-inputs/input-problem.ts';
import { quote } from '../text/log-line.ts';

/** What a service connection says of the application that it stands for. */
export interface ConnectedApplication {
  readonly tenant: TenantId;
  readonly clientId: ClientId;
  /** Name of its Azure cloud; undefined when it is not told. */
  readonly cloud: string | undefined;
  /** Certificate and private key as the connection keeps them, or nothing but a federated credential. */
  readonly proof: { readonly pem: string } | 'federated';
}

/**
 * The application of an Azure Resource Manager service connection.
 *
 * @throws InputProblem `EAC_SERVICE_CONNECTION`; its texts quote no secret
 * @see https://learn.microsoft.com/azure/devops/pipelines/library/connect-to-azure
 */
export function parseServiceConnection(connection: ServiceConnection): ConnectedApplication {
  const { parameters, cloud } = connection;
  const proof = proofOf(connection);
  return {
    tenant: parsed(parameters['tenantid'], 'tenant', parseTenantId),
    clientId: parsed(parameters['serviceprincipalid'], 'application', parseClientId),
    cloud: cloud === '' ? undefined : knownCloud(cloud),
    proof,
  };
}

const USABLE =
  'Choose an Azure Resource Manager service connection with workload identity federation or with a certificate; an existing one can be converted to workload identity federation.';

function proofOf({ scheme, parameters }: ServiceConnection): ConnectedApplication['proof'] {
  const name = scheme.toLowerCase();
  if (name === 'workloadidentityfederation') return 'federated';
  if (name === 'serviceprincipal') {
    const pem = parameters['serviceprincipalcertificate'] ?? '';
    if (pem !== '') return { pem };
    throw unusable('has no certificate but a client secret', USABLE);
  }
  if (name === 'managedserviceidentity') {
    throw unusable('is the managed identity of the agent', USABLE);
  }
  if (name === '') {
    throw unusable(
      'was not passed to this step',
      'Check its name, and that this pipeline is permitted to use it (Project settings, Service connections). The name must be in the YAML itself: a variable that is set while the pipeline runs comes too late.',
    );
  }
  throw unusable(`has the authentication scheme ${quote(scheme)}`, USABLE);
}

function parsed<T>(text: string | undefined, part: string, parse: (text: string) => T): T {
  try {
    return parse(text ?? '');
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error;
    throw unusable(`names no valid ${part}`, USABLE);
  }
}

function knownCloud(name: string): string {
  if (isCloud(name)) return name;
  throw unusable(
    `belongs to the cloud ${quote(name)}`,
    'Only AzureCloud, AzureUSGovernment and AzureChinaCloud have an Entra ID that AWS can trust.',
  );
}

function unusable(reason: string, hint: string): InputProblem {
  return new InputProblem(reason, hint, 'EAC_SERVICE_CONNECTION');
}
