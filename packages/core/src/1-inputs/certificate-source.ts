import { quote } from '../log-line.ts';
import type { Platform } from '../platform/platform.ts';
import { type ClientCertificate, parseClientCertificate } from './client-certificate.ts';
import { type InputReader, isRight, type OrWrong } from './input-reader.ts';

/**
 * The certificate from the one source that is given. `seeSecret` is told of a file's text as soon as it is read.
 */
export async function readCertificate(
  reader: InputReader,
  platform: Platform,
  seeSecret: (text: string) => void,
): Promise<OrWrong<ClientCertificate>> {
  const inline = reader.has('certificate');
  const file = reader.has('certificate-path');
  const names = `"certificate" and "certificate-path"`;
  if (inline && file) {
    return reader.wrong('EAC_INPUT_CONFLICT', `${names} are both given.`, 'Give exactly one.');
  }
  if (!inline && !file) {
    return reader.wrong(
      'EAC_INPUT_MISSING',
      `Neither of ${names} is given.`,
      'Give exactly one. A secret arrives empty when its name is misspelt, or when the run comes from a fork.',
    );
  }
  const parse = (pem: string) => parseClientCertificate(pem, platform.clock.now());
  if (inline) return reader.parse('certificate', reader.text('certificate'), parse);
  const pem = await readCertificateFile(reader, platform);
  if (!isRight(pem)) return pem;
  seeSecret(pem);
  return reader.parseFrom(`The file of "certificate-path"`, pem, parse);
}

async function readCertificateFile(
  reader: InputReader,
  platform: Platform,
): Promise<OrWrong<string>> {
  const path = reader.parse('certificate-path', reader.text('certificate-path'), (text) => text);
  if (!isRight(path)) return path;
  try {
    return (await platform.readFile(path)).toString('utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    return reader.wrong(
      'EAC_CERTIFICATE_FILE',
      `"certificate-path" is ${quote(path)}, which cannot be read (${code}).`,
      'Give the path of a PEM file that an earlier step of this job wrote or downloaded.',
    );
  }
}
