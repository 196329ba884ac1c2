import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { issueCertificate, type Sandbox } from '@entra-aws-creds/sandbox';

export interface JudgeTls {
  readonly cert: string;
  readonly key: string;
  /** Holds `public.crt`, `private.key` and `CAs/`, as MinIO wants them. */
  readonly directory: string;
  /** The authorities of the judge and of the sandbox, for a child process's NODE_EXTRA_CA_CERTS. */
  readonly trustFile: string;
}

/** A certificate for a program on loopback, in files that go away with the sandbox. */
export async function judgeTls(sandbox: Sandbox): Promise<JudgeTls> {
  const authority = issueCertificate({ commonName: 'judge CA', keyType: 'ec', authority: true });
  const server = issueCertificate({
    commonName: 'localhost',
    keyType: 'ec',
    issuer: authority,
    dnsNames: ['localhost'],
    ipAddresses: ['127.0.0.1'],
  });
  const directory = join(sandbox.directory, 'judge');
  const trustFile = join(directory, 'trusted.pem');
  await mkdir(join(directory, 'CAs'), { recursive: true });
  await writeFile(join(directory, 'CAs', 'sandbox.pem'), sandbox.caPem);
  await writeFile(join(directory, 'public.crt'), server.certificatePem);
  await writeFile(join(directory, 'private.key'), server.privateKeyPem, { mode: 0o600 });
  await writeFile(trustFile, authority.certificatePem + sandbox.caPem);
  return { cert: server.certificatePem, key: server.privateKeyPem, directory, trustFile };
}
