import { parseClientId, parseTenantId } from '../../1-inputs/entra/tenant-id.ts';
import { InputProblem } from '../../1-inputs/input-problem.ts';
import { allRight, type InputReader, isRight, type OrWrong } from '../../1-inputs/input-reader.ts';
import { refuseSendChain } from '../certificate.ts';
import type { CredentialContext, EntraCredential, ReadIdentity } from '../entra-credential.ts';
import {
  findManagedIdentityEndpoint,
  type ManagedIdentityEndpoint,
} from './managed-identity-endpoint.ts';
import { logInAsMachine, type ManagedIdentityLogin } from './managed-identity-login.ts';

/** Which identity of the machine is meant, and where it is asked for. */
export async function readMachineIdentity(
  reader: InputReader,
  context: CredentialContext,
): Promise<ReadIdentity> {
  const parts = allRight({
    clientId: reader.optional('client-id', parseClientId, undefined),
    tenant: reader.optional('tenant-id', parseTenantId, undefined),
    noAuthority: refuseAuthority(reader),
    noChain: refuseSendChain(reader),
    endpoint: await readEndpoint(reader, context),
  });
  return { application: undefined, credential: isRight(parts) ? machineCredential(parts) : parts };
}

function refuseAuthority(reader: InputReader): OrWrong<undefined> {
  if (!reader.has('authority-host')) return undefined;
  return reader.wrong(
    'EAC_INPUT_CONFLICT',
    '"authority-host" is given, but the token of a managed identity comes from the machine, which knows its own cloud.',
    'Leave it out.',
  );
}

async function readEndpoint(
  reader: InputReader,
  { platform }: CredentialContext,
): Promise<OrWrong<ManagedIdentityEndpoint>> {
  try {
    const endpoint = await findManagedIdentityEndpoint(platform);
    if (endpoint.header !== undefined) platform.maskSecret(endpoint.header.reveal());
    return endpoint;
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error;
    return reader.wrong(error.code, `The managed identity ${error.message}.`, error.hint);
  }
}

type Machine = Omit<ManagedIdentityLogin, 'audience'>;

function machineCredential({ clientId, tenant, endpoint }: Machine): EntraCredential {
  const { service, url, setBy } = endpoint;
  const whose = clientId === undefined ? 'of the machine' : clientId;
  const by = setBy === undefined ? '' : `, by the variable ${setBy}`;
  return {
    inWords: `the managed identity ${whose} from ${url.host} (${service}${by})`,
    rows: [['Logged in with', `the managed identity ${whose} (${service})`]],
    renewal: () => ({
      inWords: `what ${service} knows the job by`,
      inputs: { 'entra-credential': 'managed-identity' },
      jobIdentity: {},
      environment: endpoint.variables(),
    }),
    warnings: () => movedWarnings(endpoint),
    logIn: (audience, platform) =>
      logInAsMachine({ clientId, tenant, endpoint, audience }, platform),
  };
}

/** Of the variables, this one is set by no service of today. */
function movedWarnings({ url, setBy }: ManagedIdentityEndpoint): readonly string[] {
  if (setBy !== 'AZURE_POD_IDENTITY_AUTHORITY_HOST') return [];
  return [
    `The variable ${setBy} sends the request for the token of the machine's identity to ${url.host} instead of 169.254.169.254. Unset it if that is not intended, and give "tenant-id" so that no identity of another tenant is accepted.`,
  ];
}
