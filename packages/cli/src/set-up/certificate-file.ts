import {
  makeSelfSignedCertificate,
  type NewCertificate,
  publicCertificate,
  USUAL_BITS,
  USUAL_DAYS,
} from '@entra-aws-creds/bindings';
import { type MaskingPlatform, StepFailure } from '@entra-aws-creds/core/programs';
import { WrongUsage } from '../wrong-usage.ts';

/** The certificate that the pipeline logs in with, and where its private key lies. */
export interface CertificateFile {
  readonly path: string;
  /** Entra's half. */
  readonly certificate: NewCertificate;
  /** Whether the private key is in it too, and can be used without a password. */
  readonly hasKey: boolean;
  /** Writes the file, where it is new. It is never overwritten. @throws StepFailure `EAC_CERTIFICATE_FILE` */
  save(): Promise<void>;
}

const SERIAL_BYTES = 16;

/** What is in the file, or a new certificate that the file is to hold: key and certificate as PEM, mode 0600. */
export async function certificateFile(
  path: string,
  commonName: string,
  days: number,
  platform: MaskingPlatform,
): Promise<CertificateFile> {
  const existing = await existingCertificate(path, platform);
  if (existing !== undefined) return existing;
  const { certificate, privateKey } = await makeSelfSignedCertificate({
    commonName,
    starts: platform.clock.now(),
    days,
    bits: USUAL_BITS,
    serialNumber: platform.randomHex(SERIAL_BYTES),
  });
  platform.maskSecret(privateKey.reveal());
  const save = async () => {
    const isNew = await platform
      .createPrivateFile(platform.absolutePath(path), `${privateKey.reveal()}${certificate}`)
      .catch((error: NodeJS.ErrnoException) => {
        throw notWritten(path, error.code);
      });
    if (!isNew) throw notWritten(path, 'EEXIST');
  };
  return { path, certificate: publicCertificate(certificate), hasKey: true, save };
}

/** What is in the file; undefined where there is none. @throws StepFailure `EAC_CERTIFICATE_…` */
export async function existingCertificate(
  path: string,
  platform: MaskingPlatform,
): Promise<CertificateFile | undefined> {
  const text = await textOf(path, platform);
  if (text === undefined) return undefined;
  const hasKey = /-----BEGIN (?:RSA |EC )?PRIVATE KEY-----(?!\s*Proc-Type)/.test(text);
  return { path, certificate: publicCertificate(text), hasKey, save: async () => {} };
}

/** @throws StepFailure `EAC_CERTIFICATE_…` where there is none */
export async function requireCertificate(
  path: string,
  platform: MaskingPlatform,
): Promise<CertificateFile> {
  const existing = await existingCertificate(path, platform);
  if (existing !== undefined) return existing;
  throw new StepFailure(
    'EAC_CERTIFICATE_FILE',
    `There is no file ${JSON.stringify(path)}.`,
    'Name the file of the certificate, or have one made with "--certificate-out".',
  );
}

async function textOf(path: string, platform: MaskingPlatform): Promise<string | undefined> {
  try {
    return (await platform.readFile(path)).toString('latin1');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new StepFailure(
      'EAC_CERTIFICATE_FILE',
      `The file ${JSON.stringify(path)} for the certificate cannot be read (${code}).`,
      'Name a file that is not there yet, or one that holds a certificate as PEM.',
      { cause: error },
    );
  }
}

function notWritten(path: string, code = 'unwritable'): StepFailure {
  return new StepFailure(
    'EAC_CERTIFICATE_FILE',
    `The private key could not be written to ${JSON.stringify(path)} (${code}).`,
    'Name a file in a folder of yours that is not there yet, with "--certificate-out". Nothing was changed in Entra or AWS.',
  );
}

/** @throws WrongUsage */
export function readDays(text: string | undefined): number {
  if (text === undefined) return USUAL_DAYS;
  const days = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (days >= 1 && days <= 1_095) return days;
  throw new WrongUsage('--certificate-days takes a number from 1 to 1095.');
}
