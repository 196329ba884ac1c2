import type { NetworkRoute } from '../../platform/network-route.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Patience } from '../../retry/patience.ts';
import { readCertificate, readOpenedCertificate } from '../certificate/certificate-source.ts';
import { type InputReader, isRight, type OrWrong } from '../input-reader.ts';
import { parseYesOrNo } from '../yes-or-no.ts';
import {
  type AuthorityHost,
  PUBLIC_CLOUD,
  parseAuthorityHost,
  tokenExchangeAudience,
} from './authority-host.ts';
import { type ConnectedApplication, parseServiceConnection } from './connected-application.ts';
import { readCredentialChoice } from './credential-choice.ts';
import type { EntraCredential, FederatedCredential } from './entra-credential.ts';
import type { JobIdentity, OidcTokenRequest } from './job-identity.ts';
import { parseOidcEndpoint } from './oidc-endpoint.ts';
import { type ClientId, parseClientId, parseTenantId, type TenantId } from './tenant-id.ts';

/** Which application logs in, where, and what proves it. */
export interface EntraIdentity {
  readonly tenant: TenantId;
  readonly clientId: ClientId;
  readonly credential: EntraCredential;
  readonly authorityHost: AuthorityHost;
  /** For applications that Entra knows by the subject and issuer of a certificate (`x5c`). */
  readonly sendCertificateChain: boolean;
}

type ReadIdentity = { readonly [K in keyof EntraIdentity]: OrWrong<EntraIdentity[K]> };

/** What the reading needs besides the inputs. */
export interface EntraSurroundings {
  readonly job: JobIdentity;
  readonly platform: Platform;
  /** For what has to be downloaded. */
  readonly route: OrWrong<NetworkRoute>;
  /** Undefined: it is asked for once. */
  readonly patience: Patience | undefined;
  /** Told of secret text as soon as it is read. */
  readonly seeSecret: (text: string) => void;
}

/**
 * Reads the credential that `entra-credential` chooses and the application that it belongs to.
 * What is wrong with the chosen one is wrong: no other is looked at.
 */
export async function readEntraIdentity(
  reader: InputReader,
  around: EntraSurroundings,
): Promise<ReadIdentity> {
  const choice = readCredentialChoice(reader, around.job);
  if (!isRight(choice)) return nothingOf(choice);
  if (choice === 'service-connection') return readConnection(reader, around);
  const clientId = reader.required('client-id', parseClientId);
  const tenant = reader.required('tenant-id', parseTenantId);
  const authorityHost = readAuthorityHost(reader, undefined, around.platform);
  const credential =
    choice === 'certificate'
      ? await readCertificateCredential(reader, around)
      : readOwnToken(reader, authorityHost, around);
  const sendCertificateChain = readSendChain(reader, credential);
  return { tenant, clientId, credential, authorityHost, sendCertificateChain };
}

async function readCertificateCredential(
  reader: InputReader,
  { job, ...around }: EntraSurroundings,
): Promise<OrWrong<EntraCredential>> {
  const { secureFile } = job;
  const certificate = await readCertificate(reader, { secureFile, ...around });
  return isRight(certificate) ? { kind: 'certificate', certificate } : certificate;
}

function readOwnToken(
  reader: InputReader,
  authorityHost: OrWrong<AuthorityHost>,
  { job, seeSecret }: EntraSurroundings,
): OrWrong<EntraCredential> {
  const { ownToken } = job;
  if (ownToken === undefined || ownToken === 'not-granted') {
    return reader.wrong(
      'EAC_OIDC_UNAVAILABLE',
      'The job has no permission to ask for an OIDC token of its own, which "entra-credential" calls for.',
      'Give the job "permissions: id-token: write" (and the job that calls it, if the workflow is a reusable one); pull requests from forks never get it.',
    );
  }
  return readFederated(reader, 'github-oidc', ownToken, authorityHost, seeSecret);
}

async function readConnection(
  reader: InputReader,
  around: EntraSurroundings,
): Promise<ReadIdentity> {
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
  const credential =
    proof === 'federated'
      ? readFederated(
          reader,
          'service-connection',
          connection.tokenRequest,
          authorityHost,
          around.seeSecret,
        )
      : await readConnectedCertificate(reader, proof.pem, around);
  return {
    tenant: readAgreeing(reader, 'tenant-id', parseTenantId, tenant),
    clientId: readAgreeing(reader, 'client-id', parseClientId, clientId),
    credential,
    authorityHost,
    sendCertificateChain: readSendChain(reader, credential),
  };
}

async function readConnectedCertificate(
  reader: InputReader,
  pem: string,
  { platform, seeSecret }: EntraSurroundings,
): Promise<OrWrong<EntraCredential>> {
  const certificate = await readOpenedCertificate(
    reader,
    { source: 'The service connection', content: Buffer.from(pem), password: undefined },
    { platform, seeSecret },
  );
  return isRight(certificate) ? { kind: 'certificate', certificate } : certificate;
}

function readFederated(
  reader: InputReader,
  name: FederatedCredential['name'],
  request: OidcTokenRequest,
  authorityHost: OrWrong<AuthorityHost>,
  seeSecret: (text: string) => void,
): OrWrong<EntraCredential> {
  if (request.bearer !== '') seeSecret(request.bearer);
  if (!isRight(authorityHost)) return authorityHost;
  const audience = tokenExchangeAudience(authorityHost);
  const endpoint = reader.parseFrom('The OIDC token of the job', request.url, () =>
    parseOidcEndpoint(request, audience),
  );
  return isRight(endpoint) ? { kind: 'federated', name, endpoint } : endpoint;
}

/** An input that says again what the service connection says. */
function readAgreeing<T extends string>(
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

/** The input, else the cloud of the service connection, else the variable of the Azure SDKs. */
function readAuthorityHost(
  reader: InputReader,
  connectedCloud: ConnectedApplication['cloud'],
  { environment }: Platform,
): OrWrong<AuthorityHost> {
  if (reader.has('authority-host')) {
    return reader.optional('authority-host', parseAuthorityHost, PUBLIC_CLOUD);
  }
  if (connectedCloud !== undefined) return parseAuthorityHost(connectedCloud);
  const fromEnvironment = environment['AZURE_AUTHORITY_HOST'] ?? '';
  if (fromEnvironment === '') return PUBLIC_CLOUD;
  return reader.parseFrom('The variable AZURE_AUTHORITY_HOST', fromEnvironment, parseAuthorityHost);
}

function readSendChain(
  reader: InputReader,
  credential: OrWrong<EntraCredential>,
): OrWrong<boolean> {
  const send = reader.optional('send-certificate-chain', parseYesOrNo, false);
  if (send !== true || !isRight(credential) || credential.kind === 'certificate') return send;
  return reader.wrong(
    'EAC_INPUT_CONFLICT',
    '"send-certificate-chain" is true, but the job logs in with an OIDC token, which has none.',
    'Leave it out.',
  );
}

function nothingOf(wrong: OrWrong<never>): ReadIdentity {
  return {
    tenant: wrong,
    clientId: wrong,
    credential: wrong,
    authorityHost: wrong,
    sendCertificateChain: wrong,
  };
}
