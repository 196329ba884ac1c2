import { AwsCloud } from './aws/cloud.ts';
import { FederationEndpoint } from './aws/federation.ts';
import { createIamService } from './aws/iam/service.ts';
import { createOrganizationsService } from './aws/organizations/service.ts';
import { createRegionalService } from './aws/regional/service.ts';
import { ObjectStore } from './aws/s3/object-store.ts';
import { createSecretsManagerService } from './aws/secrets-manager/service.ts';
import { createStsService } from './aws/sts/service.ts';
import { AzureMachine } from './azure/machine.ts';
import { AzureDevOps } from './ci/azure-devops.ts';
import { GitHub } from './ci/github.ts';
import type { EntraCloudName } from './entra/clouds.ts';
import { EntraDirectory } from './entra/directory.ts';
import { createEntraService } from './entra/service.ts';
import { createSigningKey } from './entra/signing-key.ts';
import { createGraphService } from './graph/service.ts';
import type { Intercept } from './http/fault.ts';
import {
  type LoopbackServer,
  type ServerTls,
  startLoopbackServer,
} from './http/loopback-server.ts';
import type { HttpHandler, RecordedRequest, ServiceName } from './http/message.ts';
import { PublishedIssuer } from './openid/published-issuer.ts';
import { readIssuerKeys } from './openid/read-issuer-keys.ts';
import { readPublished } from './openid/read-published.ts';
import { createLoopbackAuthority } from './tls/loopback-authority.ts';
import type { UntrustworthyCertificate } from './tls/untrustworthy-certificate.ts';

export interface SandboxOptions {
  readonly cloud?: EntraCloudName;
  /** Waited before each answer. */
  readonly latencyMs?: number;
  readonly intercept?: Intercept;
  /** The clock of all services; certificates of TLS keep to the real one. */
  readonly now?: () => Date;
  /** Fixed ports, for a sandbox that pipelines are to find again; any free one by default. */
  readonly ports?: Readonly<Partial<Record<ServiceName, number>>>;
}

export interface Sandbox extends AsyncDisposable {
  readonly entra: EntraDirectory;
  readonly aws: AwsCloud;
  readonly s3: ObjectStore;
  readonly github: GitHub;
  readonly azureDevOps: AzureDevOps;
  /** The machine that a job runs on, if it is one with a managed identity. */
  readonly machine: AzureMachine;
  readonly entraUrl: string;
  /** Of Microsoft Graph, without the version. */
  readonly graphUrl: string;
  readonly stsUrl: string;
  readonly iamUrl: string;
  readonly organizationsUrl: string;
  /** Of CloudFormation, CloudWatch, SQS and Step Functions. */
  readonly regionalUrl: string;
  readonly secretsManagerUrl: string;
  /** An IP address, at which SDKs name a bucket in the path. */
  readonly s3Url: string;
  /** Where the console signs in. */
  readonly signinUrl: string;
  readonly federation: FederationEndpoint;
  /** For servers of one's own on localhost, whose certificate is as good as the sandbox's. */
  readonly serverTls: ServerTls;
  readonly caPem: string;
  readonly caFile: string;
  /** A directory for files of this sandbox, removed by `close`. */
  readonly directory: string;
  readonly requests: RecordedRequest[];
  /** Connections that were opened to each service so far. */
  readonly connections: Readonly<Record<ServiceName, number>>;
  latencyMs: number;
  intercept: Intercept | undefined;
  /**
   * An issuer of one's own that STS can read, for tokens that Entra would never issue. What it publishes
   * can be changed at any time.
   */
  publishIssuer(url: string, keysPath?: string): PublishedIssuer;
  /** Answers a request without the network. */
  readonly handlers: Readonly<Record<ServiceName, HttpHandler>>;
  /** From the next connection on, `service` shows this certificate, its own again, speaks no TLS, or nothing. */
  present(
    service: ServiceName,
    certificate: UntrustworthyCertificate | 'own' | 'no TLS' | 'silence',
  ): void;
  close(): Promise<void>;
}

/**
 * Starts a local Entra, Graph, STS, IAM, Organizations, Secrets Manager, S3, sign-in of the console, services of
 * an AWS region and both CI systems, each over TLS on a loopback port of its own, and the machine that they take
 * the job's to be.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const now = options.now ?? (() => new Date());
  const [signingKey, authority] = await Promise.all([
    createSigningKey(),
    createLoopbackAuthority(),
  ]);
  const entra = new EntraDirectory({
    trustedAuthority: authority.caPem,
    signingKey,
    now,
    cloud: options.cloud ?? 'public',
    readIssuerKeys: (issuer) => readIssuerKeys(issuer, { entra, github, azureDevOps, issuers }),
  });
  const issuers: PublishedIssuer[] = [];
  const aws = new AwsCloud({
    now,
    readDocument: (url) => readPublished({ entra, answer: handlers.entra, issuers }, url),
    publishIssuer: (url, keysPath) => sandbox.publishIssuer(url, keysPath),
  });
  const s3 = new ObjectStore(aws);
  const federation = new FederationEndpoint(aws);
  const github = new GitHub(now, () => servers.github.url);
  const azureDevOps = new AzureDevOps(now, () => servers.azureDevOps.url);
  const machine = new AzureMachine(entra, authority.directory, () => servers.machine.url);
  const handlers = {
    entra: createEntraService(entra),
    graph: createGraphService(entra),
    sts: createStsService(aws),
    iam: createIamService(aws),
    organizations: createOrganizationsService(aws),
    regional: createRegionalService(aws),
    secretsManager: createSecretsManagerService(aws),
    s3: s3.answer,
    signin: federation.answer,
    github: github.answer,
    azureDevOps: azureDevOps.answer,
    machine: machine.answer,
  };
  const requests: RecordedRequest[] = [];
  const start = (service: ServiceName): Promise<LoopbackServer> =>
    startLoopbackServer({
      service,
      handler: (request) => handlers[service](request),
      tls: service === 'machine' ? undefined : authority.server,
      port: options.ports?.[service] ?? 0,
      now,
      latencyMs: () => sandbox.latencyMs,
      intercept: () => sandbox.intercept,
      record: (request) => requests.push(request),
    });
  const [
    entraServer,
    graphServer,
    stsServer,
    iamServer,
    organizationsServer,
    regionalServer,
    secretsManagerServer,
    s3Server,
    signinServer,
    gitHubServer,
    azureDevOpsServer,
    machineServer,
  ] = await Promise.all([
    start('entra'),
    start('graph'),
    start('sts'),
    start('iam'),
    start('organizations'),
    start('regional'),
    start('secretsManager'),
    start('s3'),
    start('signin'),
    start('github'),
    start('azureDevOps'),
    start('machine'),
  ]);
  const servers: Readonly<Record<ServiceName, LoopbackServer>> = {
    entra: entraServer,
    graph: graphServer,
    sts: stsServer,
    iam: iamServer,
    organizations: organizationsServer,
    regional: regionalServer,
    secretsManager: secretsManagerServer,
    s3: s3Server,
    signin: signinServer,
    github: gitHubServer,
    azureDevOps: azureDevOpsServer,
    machine: machineServer,
  };
  const close = async () => {
    await Promise.all(Object.values(servers).map((server) => server.close()));
    await authority.remove();
  };
  const sandbox: Sandbox = {
    entra,
    aws,
    s3,
    github,
    azureDevOps,
    machine,
    entraUrl: entraServer.url,
    graphUrl: graphServer.url,
    stsUrl: stsServer.url,
    iamUrl: iamServer.url,
    organizationsUrl: organizationsServer.url,
    regionalUrl: regionalServer.url,
    secretsManagerUrl: secretsManagerServer.url,
    s3Url: s3Server.url.replace('localhost', '127.0.0.1'),
    signinUrl: signinServer.url,
    federation,
    serverTls: authority.server,
    caPem: authority.caPem,
    caFile: authority.caFile,
    directory: authority.directory,
    requests,
    connections: {
      get entra() {
        return entraServer.connections();
      },
      get graph() {
        return graphServer.connections();
      },
      get sts() {
        return stsServer.connections();
      },
      get iam() {
        return iamServer.connections();
      },
      get organizations() {
        return organizationsServer.connections();
      },
      get regional() {
        return regionalServer.connections();
      },
      get secretsManager() {
        return secretsManagerServer.connections();
      },
      get s3() {
        return s3Server.connections();
      },
      get signin() {
        return signinServer.connections();
      },
      get github() {
        return gitHubServer.connections();
      },
      get azureDevOps() {
        return azureDevOpsServer.connections();
      },
      get machine() {
        return machineServer.connections();
      },
    },
    present: (service, certificate) => {
      servers[service].present(
        certificate === 'own'
          ? authority.server
          : certificate === 'no TLS' || certificate === 'silence'
            ? certificate
            : authority.untrustworthy(certificate),
      );
    },
    publishIssuer: (url, keysPath) => {
      const issuer = new PublishedIssuer(url, keysPath);
      issuers.push(issuer);
      return issuer;
    },
    latencyMs: options.latencyMs ?? 0,
    intercept: options.intercept,
    handlers,
    close,
    [Symbol.asyncDispose]: close,
  };
  return sandbox;
}
