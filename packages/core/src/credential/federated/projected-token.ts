import { readAuthorityHost } from '../../1-inputs/entra/authority-host.ts';
import type { ReadApplication } from '../../1-inputs/entra/entra-application.ts';
import { parseClientId, parseTenantId } from '../../1-inputs/entra/tenant-id.ts';
import { allRight, type InputReader, type OrWrong } from '../../1-inputs/input-reader.ts';
import type { Platform } from '../../platform/platform.ts';
import type { CredentialContext, EntraCredential, ReadIdentity } from '../entra-credential.ts';
import { readStoredCredential } from './stored-credential.ts';
import { describePlace } from './stored-token.ts';

/** The application and the token of a pod, as its variables name them where the inputs do not. */
export async function readWorkloadIdentity(
  reader: InputReader,
  context: CredentialContext,
): Promise<ReadIdentity> {
  const { environment } = context.platform;
  const read: ReadApplication = {
    clientId: readEither(reader, 'client-id', 'AZURE_CLIENT_ID', environment, parseClientId),
    tenant: readEither(reader, 'tenant-id', 'AZURE_TENANT_ID', environment, parseTenantId),
    authorityHost: readAuthorityHost(reader, undefined, context.platform),
  };
  const application = allRight(read);
  return { application, credential: await readProjectedToken(reader, application, context) };
}

const WEBHOOK_HINT =
  'In Kubernetes the pod needs the label azure.workload.identity/use: "true" and a service account with the annotation azure.workload.identity/client-id; a job in a container of its own must be given the variables and the file.';

/** The input, else the variable. */
function readEither<T>(
  reader: InputReader,
  input: 'client-id' | 'tenant-id',
  variable: string,
  environment: Platform['environment'],
  parse: (text: string) => T,
): OrWrong<T> {
  if (reader.has(input)) return reader.required(input, parse);
  const text = environment[variable] ?? '';
  if (text !== '') return reader.parseFrom(`The variable ${variable}`, text, parse);
  return reader.wrong(
    'EAC_INPUT_MISSING',
    `"${input}" is not given, and the variable ${variable} is not set.`,
    WEBHOOK_HINT,
  );
}

async function readProjectedToken(
  reader: InputReader,
  application: Parameters<typeof readStoredCredential>[1],
  context: CredentialContext,
): Promise<OrWrong<EntraCredential>> {
  const file = context.platform.environment['AZURE_FEDERATED_TOKEN_FILE'] ?? '';
  if (file === '') {
    return reader.wrong(
      'EAC_OIDC_UNAVAILABLE',
      'The variable AZURE_FEDERATED_TOKEN_FILE is not set, which names the token that "entra-credential" requires.',
      WEBHOOK_HINT,
    );
  }
  const place = { file };
  const source = {
    inWords: "the pod's OIDC token",
    from: describePlace(place),
    place,
    mismatchHint:
      'Compare them with the federated credential of the application or managed identity (Kubernetes accessing Azure resources), character for character; its subject is system:serviceaccount:NAMESPACE:NAME. A new one takes a few minutes.',
  };
  return readStoredCredential(reader, application, source, context);
}
