import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueCertificate } from '../certificates.ts';
import type { ServerTls } from '../http/loopback-server.ts';
import { type UntrustworthyCertificate, untrustworthyTls } from './untrustworthy-certificate.ts';

interface LoopbackAuthority {
  readonly caPem: string;
  /** For a child process's NODE_EXTRA_CA_CERTS, which Node reads once at start. */
  readonly caFile: string;
  /** A private directory that goes away with the authority. */
  readonly directory: string;
  readonly server: ServerTls;
  /** Certificates that nobody should trust, made when they are asked for. */
  untrustworthy(name: UntrustworthyCertificate): ServerTls;
  remove(): Promise<void>;
}

/**
 * A certificate authority that lives as long as the sandbox, with one server certificate for the
 * loopback names. Elliptic-curve keys, since making RSA keys would be most of the start-up time.
 */
export async function createLoopbackAuthority(): Promise<LoopbackAuthority> {
  const ca = issueCertificate({
    commonName: 'entra-aws-creds sandbox CA',
    keyType: 'ec',
    authority: true,
  });
  const server = issueCertificate({
    commonName: 'localhost',
    keyType: 'ec',
    issuer: ca,
    dnsNames: ['localhost', '*.localhost'],
    ipAddresses: ['127.0.0.1', '::1'],
  });
  const directory = await mkdtemp(join(tmpdir(), 'entra-aws-sandbox-'));
  const caFile = join(directory, 'ca.pem');
  await writeFile(caFile, ca.certificatePem);
  return {
    caPem: ca.certificatePem,
    caFile,
    directory,
    server: { cert: server.certificatePem, key: server.privateKeyPem },
    untrustworthy: (name) => untrustworthyTls(name, ca),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
