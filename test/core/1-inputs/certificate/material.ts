import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type IssuedCertificate, issueCertificate } from '@entra-aws-creds/sandbox';
import { openCertificate } from '../../../../packages/core/src/1-inputs/certificate/certificate-opening.ts';
import type { ClientCertificate } from '../../../../packages/core/src/1-inputs/certificate/client-certificate.ts';
import { InputProblem } from '../../../../packages/core/src/1-inputs/input-problem.ts';
import { Masks } from '../../../../packages/core/src/job/masks.ts';

export const NOW = new Date('2026-06-01T12:00:00Z');
const DAY = 86_400_000;
export const VALIDITY = {
  notBefore: new Date(NOW.getTime() - 10 * DAY),
  notAfter: new Date(NOW.getTime() + 100 * DAY),
};
export const mine = issueCertificate({ commonName: 'pipeline', ...VALIDITY });
export const pem = mine.certificatePem + mine.privateKeyPem;
export const PASSWORD = 'correct horse';

/** A file of test/fixtures. */
export function fixture(name: string): Buffer {
  return readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url));
}

export const fixtureCertificate = fixture('pfx/certificate.pem').toString();

/** The key in another form than the PKCS#8 that it was made in. */
export function keyAs(
  type: 'pkcs1' | 'pkcs8',
  { privateKeyPem }: IssuedCertificate,
  passphrase?: string,
): string {
  const lock = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
  return createPrivateKey(privateKeyPem)
    .export({ type, format: 'pem', ...lock })
    .toString();
}

/** The DER of a PEM text. */
export function derOf(text: string): Buffer {
  return Buffer.from(text.replace(/-----[A-Z0-9 ]+-----|\s/g, ''), 'base64');
}

interface Opened {
  readonly certificate: ClientCertificate;
  /** `text` as a CI system would show it after this: whatever any mask covers is gone. */
  readonly redact: (text: string) => string;
}

export async function open(
  content: string | Buffer,
  password?: string,
  now = NOW,
): Promise<Opened> {
  const known: string[] = [];
  const masks = new Masks({ mask: (texts) => known.push(...texts) });
  const certificate = await openCertificate(Buffer.from(content as Buffer), {
    password,
    now,
    maskSecret: masks.add,
  });
  return { certificate, redact: (text) => redacted(text, known) };
}

function redacted(text: string, masks: readonly string[]): string {
  const covered = new Set<number>();
  for (const mask of masks) {
    for (let at = text.indexOf(mask); at >= 0; at = text.indexOf(mask, at + 1)) {
      for (let index = at; index < at + mask.length; index += 1) covered.add(index);
    }
  }
  const shown = [...text].map((character, index) => (covered.has(index) ? '\0' : character));
  return shown.join('').replace(/\0+/g, '***');
}

export async function refusalOf(
  content: string | Buffer,
  password?: string,
  now = NOW,
): Promise<InputProblem> {
  try {
    await open(content, password, now);
  } catch (error) {
    if (error instanceof InputProblem) return error;
    throw error;
  }
  throw new Error('was accepted');
}

/** The lines that hold a key, in the forms that this test run has of it. */
export function keyLinesOf(...texts: readonly string[]): string[] {
  return texts
    .flatMap((text) => text.split(/\s+/))
    .filter((line) => /^[A-Za-z0-9+/=]{16,}$/.test(line));
}
