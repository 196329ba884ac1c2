import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { issueCertificate } from '../certificates.ts';
import type { Sandbox } from '../sandbox.ts';

/** Where nothing is set up yet. Files are named within the sandbox's directory. */
interface EmptyEstate {
  readonly accountId: string;
  /** For `--config`: where everything is, and who administers Entra. */
  readonly defaultsFile: string;
  /** For `AWS_SHARED_CREDENTIALS_FILE`: who administers the account. */
  readonly awsFile: string;
}

const CERTIFICATE_FILE = 'administrator.pem';

/** A tenant and an account, each with nothing but an administrator. */
export async function emptyEstate(sandbox: Sandbox, accountId: string): Promise<EmptyEstate> {
  const defaultsFile = 'administrator.json';
  const awsFile = 'administrator.credentials';
  const defaults = await administratorOfEntra(sandbox);
  const account = sandbox.aws.account(accountId);
  const { accessKeyId, secretAccessKey } = account.user({ name: 'ada', isAdministrator: true });
  await writePrivate(
    join(sandbox.directory, awsFile),
    `[default]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
  );
  await writePrivate(
    join(sandbox.directory, defaultsFile),
    `${JSON.stringify(defaults, undefined, 2)}\n`,
  );
  return { accountId, defaultsFile, awsFile };
}

/** An application that may make others; the flags that act as it. */
async function administratorOfEntra(sandbox: Sandbox): Promise<Readonly<Record<string, string>>> {
  const { certificatePem, privateKeyPem } = issueCertificate({ commonName: 'administrator' });
  const tenant = sandbox.entra.tenant();
  const administrator = tenant.app({
    displayName: 'administrator',
    certificates: [certificatePem],
  });
  tenant.grantGraph(administrator, 'Application.ReadWrite.All');
  await writePrivate(join(sandbox.directory, CERTIFICATE_FILE), certificatePem + privateKeyPem);
  return {
    'tenant-id': tenant.id,
    'authority-host': sandbox.entraUrl,
    'graph-endpoint': sandbox.graphUrl,
    'admin-client-id': administrator.clientId,
    'admin-certificate-path': CERTIFICATE_FILE,
    'aws-region': 'eu-west-1',
    'sts-endpoint': sandbox.stsUrl,
    'iam-endpoint': sandbox.iamUrl,
  };
}

function writePrivate(path: string, text: string): Promise<void> {
  return writeFile(path, text, { mode: 0o600 });
}
