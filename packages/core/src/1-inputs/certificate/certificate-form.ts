import { InputProblem } from '../input-problem.ts';
import { decodeBase64, decodeText, isText, repairText } from './certificate-text.ts';
import { derForm } from './der-form.ts';
import { mistakenBytes, mistakenText } from './mistaken-material.ts';
import { type PemBlock, pemBlock, pemBlocks, wrapLines } from './pem-block.ts';

/** What a certificate and its key were stored as. */
type CertificateForm =
  | { readonly kind: 'pem'; readonly blocks: readonly PemBlock[] }
  | { readonly kind: 'pfx'; readonly der: Buffer };

const LARGEST = 1_048_576;
/** A secret store may encode what was base64 already. */
const MOST_LAYERS = 3;

/**
 * Recognises what `content` is, through any base64 around it. `maskSecret` is given every form
 * of key material that is met on the way, in the shape in which it could be printed.
 *
 * @throws InputProblem saying what it is instead
 */
export function recogniseForm(
  content: Buffer,
  maskSecret: (text: string) => void,
): CertificateForm {
  if (content.length > LARGEST) {
    throw new InputProblem(
      `is larger than ${LARGEST / 1_048_576} MB`,
      'A certificate with its key is a few kilobytes: give the path of that file, not of an archive or a key store.',
      'EAC_CERTIFICATE_UNREADABLE',
    );
  }
  return recogniseLayer(content, maskSecret, 1);
}

function recogniseLayer(
  content: Buffer,
  maskSecret: (text: string) => void,
  layer: number,
): CertificateForm {
  const label = derForm(content);
  if (label !== undefined) return formOfDer(content, label, maskSecret);
  const written = decodeText(content);
  const text = repairText(written);
  // Whatever its encoding: what stands between the blocks does not matter.
  const pem = text.includes('-----BEGIN ');
  if (!pem && !isText(written)) throw mistakenBytes(content) ?? neither();
  maskSecret(written);
  if (pem) return formOfPem(text, maskSecret);
  const mistake = mistakenText(text);
  if (mistake !== undefined) throw mistake;
  const decoded = decodeBase64(text);
  if (decoded === undefined || layer === MOST_LAYERS) throw neither();
  return recogniseLayer(decoded, maskSecret, layer + 1);
}

function neither(): InputProblem {
  return new InputProblem(
    'holds neither PEM text nor a PFX',
    'Give the certificate and its private key together: as PEM text ("-----BEGIN CERTIFICATE-----" and "-----BEGIN PRIVATE KEY-----"), or as a PFX file or its base64.',
    'EAC_CERTIFICATE_FORM',
  );
}

function formOfDer(
  der: Buffer,
  label: string,
  maskSecret: (text: string) => void,
): CertificateForm {
  const base64 = der.toString('base64');
  // The widths at which OpenSSL and the other usual tools break lines.
  for (const width of [base64.length, 64, 76]) maskSecret(wrapLines(base64, width).join('\n'));
  if (label === 'PFX') return { kind: 'pfx', der };
  return { kind: 'pem', blocks: [pemBlock(label, base64)] };
}

function formOfPem(text: string, maskSecret: (text: string) => void): CertificateForm {
  const blocks = pemBlocks(text);
  for (const block of blocks) if (block.label.includes('KEY')) maskSecret(block.text);
  return { kind: 'pem', blocks };
}
