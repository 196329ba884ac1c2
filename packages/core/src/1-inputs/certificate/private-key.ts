import { createPrivateKey, type KeyObject } from 'node:crypto';
import { InputProblem } from '../input-problem.ts';
import type { PemBlock } from './pem-block.ts';

const SHORTEST_MODULUS = 2048;
const RSA_ONLY =
  'Entra takes client assertions signed with RSA only: make a certificate with an RSA key of 2048 bits or more and upload it to the app registration.';

/**
 * The RSA key in a PEM block: PKCS#1, PKCS#8, or either of them encrypted.
 *
 * @throws InputProblem with an `EAC_CERTIFICATE_…` code; its texts quote no key material
 */
export function readPrivateKey(block: PemBlock, password: string | undefined): KeyObject {
  // Its label tells the type even of an encrypted key, for which a password would change nothing.
  if (block.label === 'EC PRIVATE KEY') throw wrongType('ec');
  if (block.label === 'DSA PRIVATE KEY') throw wrongType('dsa');
  return checkPrivateKeyType(block.encrypted ? decrypt(block, password) : parse(block));
}

/** @throws InputProblem unless Entra takes what `key` signs */
export function checkPrivateKeyType(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'rsa') throw wrongType(key.asymmetricKeyType ?? 'unknown');
  const length = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (length >= SHORTEST_MODULUS) return key;
  throw new InputProblem(
    `holds an RSA key of ${length} bits, which is too short`,
    'Make a certificate with an RSA key of 2048 bits or more and upload it to the app registration.',
    'EAC_CERTIFICATE_KEY_TYPE',
  );
}

/** @throws InputProblem when there are several keys, as nothing says which one is meant */
export function checkSingleKey(count: number): void {
  if (count <= 1) return;
  throw new InputProblem(
    `holds ${count} private keys`,
    'Leave only the key of the certificate that is uploaded to the app registration.',
    'EAC_CERTIFICATE_FORM',
  );
}

/** What to say of a password that is missing, or that does not open `what`. */
export function notOpened(what: string, password: string | undefined): InputProblem {
  return password === undefined
    ? new InputProblem(
        `holds ${what} that is encrypted, but "certificate-password" is not given`,
        'Give its password from a secret.',
        'EAC_CERTIFICATE_PASSWORD',
      )
    : new InputProblem(
        `holds ${what} that "certificate-password" does not decrypt`,
        'Check that the password is that of this file; the pipeline trims white space at its ends. If it is, the file is damaged.',
        'EAC_CERTIFICATE_PASSWORD',
      );
}

function parse({ text }: PemBlock): KeyObject {
  try {
    return createPrivateKey(text);
  } catch {
    throw new InputProblem(
      'holds a private key that cannot be read',
      'It is damaged or incomplete: export it again as PKCS#8 or PKCS#1 PEM and store it whole.',
      'EAC_CERTIFICATE_UNREADABLE',
    );
  }
}

function decrypt({ text }: PemBlock, password: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key: text, passphrase: password ?? '' });
  } catch (error) {
    // Not the decoder's own "unsupported", which one wrong password in 256 ends in.
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!/^ERR_OSSL_(?:EVP|PEM)_UNSUPPORTED/.test(code)) throw notOpened('a private key', password);
    throw new InputProblem(
      'holds a private key encrypted with a cipher that is no longer supported',
      'Re-encrypt it with AES: openssl pkcs8 -topk8 -v2 aes-256-cbc -in key.pem -out new-key.pem.',
      'EAC_CERTIFICATE_UNREADABLE',
    );
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  ec: 'an elliptic-curve (EC) key',
  ed25519: 'an Ed25519 key',
  'rsa-pss': 'a key that is restricted to RSA-PSS',
};

function wrongType(type: string): InputProblem {
  const name = TYPE_NAMES[type] ?? `a key of type ${type}`;
  return new InputProblem(`holds ${name}`, RSA_ONLY, 'EAC_CERTIFICATE_KEY_TYPE');
}
