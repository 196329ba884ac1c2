import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { issueCertificate } from '../certificates.ts';
import type { Sandbox } from '../sandbox.ts';

/** What an administrator's commands are told by `--config`. */
const DEFAULTS_FILE = 'administrator.json';
const CERTIFICATE_FILE = 'administrator.pem';
const AWS_FILE = 'administrator.credentials';

/** A tenant and an account in which nothing is, and how somebody who may change both reaches them. */
export async function emptyEstate(sandbox: Sandbox): Promise<readonly string[]> {
  const account = sandbox.aws.account('123456789012');
  await writeAdministrator(sandbox);
  const { accessKeyId, secretAccessKey } = account.user({ name: 'ada', isAdministrator: true });
  await writeFile(
    join(sandbox.directory, AWS_FILE),
    `[default]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    { mode: 0o600 },
  );
  return [
    'An empty tenant and an empty account, with an administrator on both sides. In another terminal:',
    '',
    `  export SANDBOX=${sandbox.directory}`,
    `  export NODE_EXTRA_CA_CERTS=${sandbox.caFile}`,
    `  export AWS_SHARED_CREDENTIALS_FILE=$SANDBOX/${AWS_FILE}`,
    `  export AWS_CA_BUNDLE=${sandbox.caFile}`,
    `  export AWS_ENDPOINT_URL_STS=${sandbox.stsUrl}`,
    `  export AWS_ENDPOINT_URL_IAM=${sandbox.iamUrl}`,
    '',
    `  entra-aws-creds setup --config $SANDBOX/${DEFAULTS_FILE} --application web --role arn:aws:iam::${account.id}:role/deploy`,
    '',
  ];
}

/** In Entra, an application that may make others. */
async function writeAdministrator(sandbox: Sandbox): Promise<void> {
  const { certificatePem, privateKeyPem } = issueCertificate({ commonName: 'administrator' });
  const tenant = sandbox.entra.tenant({ domains: ['contoso.onmicrosoft.com'] });
  const administrator = tenant.app({
    displayName: 'administrator',
    certificates: [certificatePem],
  });
  tenant.grantGraph(administrator, 'Application.ReadWrite.All');
  const { directory } = sandbox;
  await writeFile(join(directory, CERTIFICATE_FILE), certificatePem + privateKeyPem, {
    mode: 0o600,
  });
  const defaults = {
    'tenant-id': tenant.id,
    'authority-host': sandbox.entraUrl,
    'graph-endpoint': sandbox.graphUrl,
    'admin-client-id': administrator.clientId,
    'admin-certificate-path': CERTIFICATE_FILE,
    'aws-region': 'eu-west-1',
    'sts-endpoint': sandbox.stsUrl,
    'iam-endpoint': sandbox.iamUrl,
  };
  await writeFile(join(directory, DEFAULTS_FILE), `${JSON.stringify(defaults, undefined, 2)}\n`);
}
