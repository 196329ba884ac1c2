import type { ChildProcess } from 'node:child_process';
import {
  type AwsAccount,
  type AwsUser,
  type EntraApp,
  type EntraTenant,
  issueCertificate,
  type Sandbox,
} from '@entra-aws-creds/sandbox';
import type { NodeVersion } from '../bundle/node-versions.ts';
import { type Call, Home, type Outcome } from './program.ts';

/** One for every administrator of a test file, since making a key is what takes the time. */
const CERTIFICATE = issueCertificate({ commonName: 'administrator' });

/** What the pipelines of a test file log in with. */
const PIPELINE = issueCertificate({ commonName: 'pipeline' });
const PEM = PIPELINE.privateKeyPem + PIPELINE.certificatePem;

/** Where nothing is bound yet, with somebody who may change both sides, and the program as they start it. */
export interface EmptyEstate {
  readonly tenant: EntraTenant;
  readonly account: AwsAccount;
  readonly administrator: EntraApp;
  readonly user: AwsUser;
  /** File with private key and certificate for a pipeline, which nobody has to make. */
  readonly certificate: string;
  /** What is in it. */
  readonly pem: string;
  /** Where the sandbox is, without anybody's rights. */
  readonly places: readonly string[];
  readonly home: Home;
  /** The program with the flags of the administrator, and what else it must be told of the sandbox. */
  run(args: readonly string[], call?: Call): Promise<Outcome>;
  /** The same, while it runs. */
  start(args: readonly string[], call?: Call): ChildProcess;
}

let accounts = 100_000_000_000;

/** A tenant and an account of its own for each test, unless another tenant is given. */
export function emptyEstate(
  sandbox: Sandbox,
  node: NodeVersion = 'Node 20',
  tenant: EntraTenant = sandbox.entra.tenant(),
): EmptyEstate {
  accounts += 1;
  const account = sandbox.aws.account(String(accounts));
  const administrator = tenant.app({ certificates: [CERTIFICATE.certificatePem] });
  tenant.grantGraph(administrator, 'Application.ReadWrite.OwnedBy');
  const user = account.user({ name: 'ada', isAdministrator: true });
  const { accessKeyId, secretAccessKey } = user;
  const home = new Home(node, {
    NODE_EXTRA_CA_CERTS: sandbox.caFile,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  });
  const own = home.write(
    'administrator.pem',
    CERTIFICATE.privateKeyPem + CERTIFICATE.certificatePem,
  );
  const config = home.write(
    'estate.json',
    JSON.stringify({
      'tenant-id': tenant.id,
      'authority-host': sandbox.entraUrl,
      'sts-endpoint': sandbox.stsUrl,
      'iam-endpoint': sandbox.iamUrl,
    }),
  );
  const certificate = home.write('pipeline.pem', PIPELINE.privateKeyPem + PIPELINE.certificatePem);
  const places = ['--config', config, '--graph-endpoint', sandbox.graphUrl];
  const flags = [
    ...places,
    ...['--admin-client-id', administrator.clientId, '--admin-certificate-path', own],
  ];
  const words = ([command = '', ...args]: readonly string[]) => [command, ...flags, ...args];
  const run = (args: readonly string[], call?: Call) => home.run(words(args), call);
  const start = (args: readonly string[], call?: Call) => home.start(words(args), call);
  return { tenant, account, administrator, user, certificate, pem: PEM, places, home, run, start };
}

/** What has to be there by now. */
export function present<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error('it is not there');
  return thing;
}
