import { readOpenedCertificate } from '../1-inputs/certificate/certificate-source.ts';
import { type AuthorityHost, readAuthorityHost } from '../1-inputs/entra/authority-host.ts';
import type { ServiceConnection } from '../1-inputs/entra/job-identity.ts';
import { parseClientId, parseTenantId } from '../1-inputs/entra/tenant-id.ts';
import { type InputReader, isRight, type OrWrong } from '../1-inputs/input-reader.ts';
import { certificateCredential, readSendChain } from './certificate.ts';
import { type ConnectedApplication, parseServiceConnection } from './connected-application.ts';
import {
  type CredentialContext,
  type CredentialKind,
  type EntraCredential,
  nothingOf,
} from './entra-credential.ts';
import { type FederatedSource, readFederatedCredential } from './federated/federated-credential.ts';

/** An Azure Resource Manager service connection: its tenant, its application, and what it proves that with. */
export const serviceConnection: CredentialKind = {
  name: 'service-connection',
  inputs: ['azure-service-connection'],
  isOffered: (job) => job.serviceConnection !== undefined,
  read: async (reader, around) => {
    const connection = around.job.serviceConnection;
    if (connection === undefined || connection === 'not-given') {
      return nothingOf(
        reader.wrong(
          'EAC_INPUT_MISSING',
          '"azure-service-connection" is not given.',
          'Name the Azure Resource Manager service connection to log in with, since "entra-credential" is service-connection.',
        ),
      );
    }
    const application = reader.parseFrom('The service connection', connection.id, () =>
      parseServiceConnection(connection),
    );
    if (!isRight(application)) return nothingOf(application);
    const { tenant, clientId, cloud, proof } = application;
    const authorityHost = readAuthorityHost(reader, cloud, around.platform);
    return {
      tenant: readAgreeing(reader, 'tenant-id', parseTenantId, tenant),
      clientId: readAgreeing(reader, 'client-id', parseClientId, clientId),
      credential:
        proof === 'federated'
          ? readConnectedToken(reader, connection, authorityHost, around)
          : await readConnectedCertificate(reader, proof.pem, around),
      authorityHost,
    };
  },
};

const SOURCE: FederatedSource = {
  inWords: "the service connection's OIDC token",
  refusedHint:
    'Check that the service connection is still there, that this pipeline may use it, and that its name stands in the YAML of this very stage; see https://status.dev.azure.com if all that is so.',
  mismatchHint:
    'Compare them with the federated credential of the app registration or managed identity behind the service connection (Edit shows both), letter by letter. A new one takes a few minutes.',
};

function readConnectedToken(
  reader: InputReader,
  connection: ServiceConnection,
  authorityHost: OrWrong<AuthorityHost>,
  { seeSecret }: CredentialContext,
): OrWrong<EntraCredential> {
  const renewal = {
    inWords: 'the access token of the job, with the details of the service connection,',
    inputs: {
      'entra-credential': serviceConnection.name,
      'azure-service-connection': reader.text('azure-service-connection'),
    },
    jobIdentity: { serviceConnection: connection },
  };
  return readFederatedCredential(
    reader,
    connection.tokenRequest,
    authorityHost,
    { ...SOURCE, renewal },
    seeSecret,
  );
}

async function readConnectedCertificate(
  reader: InputReader,
  pem: string,
  { platform, seeSecret }: CredentialContext,
): Promise<OrWrong<EntraCredential>> {
  const certificate = await readOpenedCertificate(
    reader,
    { source: 'The service connection', content: Buffer.from(pem), password: undefined },
    { platform, seeSecret },
  );
  const sendChain = readSendChain(reader);
  if (!isRight(certificate)) return certificate;
  return isRight(sendChain) ? certificateCredential(certificate, sendChain) : sendChain;
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
