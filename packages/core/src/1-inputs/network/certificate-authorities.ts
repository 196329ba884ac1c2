import { X509Certificate } from 'node:crypto';
import type { TrustedFile } from '../../platform/network-route.ts';
import type { Platform } from '../../platform/platform.ts';
import { quote } from '../../text/log-line.ts';
import { InputProblem } from '../input-problem.ts';
import type { InputReader, OrWrong } from '../input-reader.ts';
import { isRight } from '../input-reader.ts';

/** The files of certificate authorities that the environment or the agent names. */
export async function readTrustedFiles(
  reader: InputReader,
  agentFile: string | undefined,
  platform: Platform,
): Promise<OrWrong<readonly TrustedFile[]>> {
  const files: TrustedFile[] = [];
  for (const [setBy, path] of [
    ['The variable AWS_CA_BUNDLE', platform.environment['AWS_CA_BUNDLE'] ?? ''],
    ['The CA file of the agent', agentFile ?? ''],
  ] as const) {
    if (path === '') continue;
    const certificates = await readFile(reader, setBy, path, platform);
    if (!isRight(certificates)) return certificates;
    files.push({ setBy, certificates });
  }
  return [...files, ...(await filesOfNode(files.length > 0, platform))];
}

async function readFile(
  reader: InputReader,
  setBy: string,
  path: string,
  { readFile }: Platform,
): Promise<OrWrong<readonly string[]>> {
  const source = `${setBy} (${quote(path)})`;
  try {
    return reader.parseFrom(source, (await readFile(path)).toString('utf8'), parseAuthorities);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    return reader.wrong(
      'EAC_CA_FILE',
      `${setBy} names ${quote(path)}, which cannot be read (${code}).`,
      'Name a PEM file that exists on the machine that runs the job, or none.',
    );
  }
}

/**
 * Node trusts these by itself if it was started with them, but Node 20 does not tell which they are once
 * there are others. It has warned of a file that it cannot read.
 */
async function filesOfNode(
  besidesOthers: boolean,
  { environment, authoritiesOfNode, readFile }: Platform,
): Promise<readonly TrustedFile[]> {
  const path = environment['NODE_EXTRA_CA_CERTS'] ?? '';
  if (path === '' || (path === authoritiesOfNode && !besidesOthers)) return [];
  try {
    const certificates = parseAuthorities((await readFile(path)).toString('utf8'));
    return [{ setBy: 'The variable NODE_EXTRA_CA_CERTS', certificates }];
  } catch {
    return [];
  }
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** @throws InputProblem `EAC_CA_FILE` unless `pem` has certificates, all of them readable */
export function parseAuthorities(pem: string): readonly string[] {
  const certificates = pem.match(CERTIFICATE) ?? [];
  const wrong = certificates.findIndex((certificate) => !isCertificate(certificate));
  if (certificates.length > 0 && wrong < 0) return certificates;
  throw new InputProblem(
    certificates.length === 0
      ? 'holds no certificate'
      : `holds ${certificates.length} certificates, of which number ${wrong + 1} cannot be read`,
    'Name a file with one or more certificates as PEM text (-----BEGIN CERTIFICATE-----); a DER file will not do.',
    'EAC_CA_FILE',
  );
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}
