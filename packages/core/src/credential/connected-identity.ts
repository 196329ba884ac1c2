import { readOpenedCertificate } from '../1-inputs/certificate/certificate-source.ts';
import { readAuthorityHost } from '../1-inputs/entra/authority-host.ts';
import type { ReadApplication } from '../1-inputs/entra/entra-application.ts';
import type { ServiceConnection } from '../1-inputs/entra/job-identity.ts';
import { parseClientId, parseTenantId } from '../1-inputs/entra/tenant-id.ts';
import { allRight, type InputReader, isRight, type OrWrong } from '../1-inputs/input-reader.ts';
import { certificateCredential, readSendChain } from './certificate.ts';
import { type ConnectedApplication, parseServiceConnection } from './connected-application.ts';
import {
  type CredentialContext,
  type EntraCredential,
  nothingOf,
  type ReadIdentity,
} from './entra-credential.ts';
import { type IssuedTokenSource, readIssuedToken } from './federated/issued-token.ts';

/** The application of the service connection, and what that proves itself with. */
export async function readConnectedIdentity(
  reader: InputReader,
  context: CredentialContext,
): Promise<ReadIdentity> {
  const connection = context.job.serviceConnection;
  if (connection === undefined || connection === 'not-given') {
    return nothingOf(
      reader.wrong(
        'EAC_INPUT_MISSING',
        '"azure-service-connection" is not given.',
        'Name the Azure Resource Manager service connection to log in with, since "entra-credential" is service-connection.',
      ),
    );
  }
  const connected = reader.parseFrom('The service connection', connection.id, () =>
    parseServiceConnection(connection),
  );
  if (!isRight(connected)) return nothingOf(connected);
  const { cloud, proof } = connected;
  const application: ReadApplication = {
    authorityHost: readAuthorityHost(reader, cloud, context.platform),
    tenant: readAgreeing(reader, 'tenant-id', parseTenantId, connected.tenant),
    clientId: readAgreeing(reader, 'client-id', parseClientId, connected.clientId),
  };
  return {
    application: allRight(application),
    credential:
      proof === 'federated'
        ? readConnectedToken(reader, connection, application, context)
        : await readConnectedCertificate(reader, proof.pem, application, context),
  };
}

const SOURCE: Omit<IssuedTokenSource, 'renewal'> = {
  inWords: "the service connection's OIDC token",
  refusedHint:
    'Check that the service connection is still there, that this pipeline may use it, and that its name is in the YAML of this very stage; if all that is right, see https://status.dev.azure.com.',
  mismatchHint:
    'Compare them with the federated credential of the app registration or managed identity behind the service connection (Edit shows both), character for character. A new one takes a few minutes.',
};

function readConnectedToken(
  reader: InputReader,
  connection: ServiceConnection,
  application: ReadApplication,
  { platform }: CredentialContext,
): OrWrong<EntraCredential> {
  const renewal = {
    inWords: 'the access token of the job, with the details of the service connection,',
    inputs: {
      'entra-credential': 'service-connection',
      'azure-service-connection': reader.text('azure-service-connection'),
    },
    jobIdentity: { serviceConnection: connection },
  };
  const source = { ...SOURCE, renewal };
  return readIssuedToken(reader, connection.tokenRequest, application, source, platform);
}

async function readConnectedCertificate(
  reader: InputReader,
  pem: string,
  application: ReadApplication,
  { platform }: CredentialContext,
): Promise<OrWrong<EntraCredential>> {
  const certificate = await readOpenedCertificate(
    reader,
    { source: 'The service connection', content: Buffer.from(pem), password: undefined },
    platform,
  );
  const parts = allRight({
    application: allRight(application),
    certificate,
    sendChain: readSendChain(reader),
  });
  return isRight(parts) ? certificateCredential(parts) : parts;
}

/** An input that says again what the service connection says. */
function readAgreeing<T extends ConnectedApplication['tenant'] | ConnectedApplication['clientId']>(
  reader: InputReader,
  input: 'tenant-id' | 'client-id',
  parse: (text: string) => T,
  connected: T,
): OrWrong<T> {
  const given = reader.optional(input, parse, connected);
  if (!isRight(given) || given === connected) return given;
  return reader.wrong(
    'EAC_INPUT_CONFLICT',
    `"${input}" is ${given}, but that of the service connection is ${connected}.`,
    `Leave "${input}" out: the service connection has its own.`,
  );
}
