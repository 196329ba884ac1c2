import { AwsCloud } from './aws/cloud.ts';
import { createIamService, createStsService } from './aws/services.ts';
import type { EntraCloudName } from './entra/clouds.ts';
import { EntraDirectory } from './entra/directory.ts';
import { createEntraService } from './entra/service.ts';
import { createSigningKey } from './entra/signing-key.ts';
import type { Intercept } from './http/fault.ts';
import { type LoopbackServer, startLoopbackServer } from './http/loopback-server.ts';
import type { HttpHandler, RecordedRequest, ServiceName } from './http/message.ts';
import { createLoopbackAuthority } from './tls/loopback-authority.ts';

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
  readonly entraUrl: string;
  readonly stsUrl: string;
  readonly iamUrl: string;
  readonly caPem: string;
  readonly caFile: string;
  /** A directory for files of this sandbox, removed by `close`. */
  readonly directory: string;
  readonly requests: RecordedRequest[];
  /** Connections that were opened to each service so far. */
  readonly connections: Readonly<Record<ServiceName, number>>;
  latencyMs: number;
  intercept: Intercept | undefined;
  /** Answers a request without the network. */
  readonly handlers: Readonly<Record<ServiceName, HttpHandler>>;
  close(): Promise<void>;
}

/** Starts a local Entra, STS and IAM, each over TLS on a loopback port of its own. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const now = options.now ?? (() => new Date());
  const [signingKey, authority] = await Promise.all([
    createSigningKey(),
    createLoopbackAuthority(),
  ]);
  const entra = new EntraDirectory({ signingKey, now, cloud: options.cloud ?? 'public' });
  const aws = new AwsCloud({ now, keysOfIssuer: (issuer) => entra.keysOfIssuer(issuer) });
  const handlers = {
    entra: createEntraService(entra),
    sts: createStsService(aws),
    iam: createIamService(aws),
  };
  const requests: RecordedRequest[] = [];
  const start = (service: ServiceName): Promise<LoopbackServer> =>
    startLoopbackServer({
      service,
      handler: (request) => handlers[service](request),
      tls: authority.server,
      port: options.ports?.[service] ?? 0,
      latencyMs: () => sandbox.latencyMs,
      intercept: () => sandbox.intercept,
      record: (request) => requests.push(request),
    });
  const [entraServer, stsServer, iamServer] = await Promise.all([
    start('entra'),
    start('sts'),
    start('iam'),
  ]);
  const close = async () => {
    await Promise.all([entraServer, stsServer, iamServer].map((server) => server.close()));
    await authority.remove();
  };
  const sandbox: Sandbox = {
    entra,
    aws,
    entraUrl: entraServer.url,
    stsUrl: stsServer.url,
    iamUrl: iamServer.url,
    caPem: authority.caPem,
    caFile: authority.caFile,
    directory: authority.directory,
    requests,
    connections: {
      get entra() {
        return entraServer.connections();
      },
      get sts() {
        return stsServer.connections();
      },
      get iam() {
        return iamServer.connections();
      },
    },
    latencyMs: options.latencyMs ?? 0,
    intercept: options.intercept,
    handlers,
    close,
    [Symbol.asyncDispose]: close,
  };
  return sandbox;
}
