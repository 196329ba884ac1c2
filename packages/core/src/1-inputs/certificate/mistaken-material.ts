import type { FailureCode } from '../../failure/failure-code.ts';
import { InputProblem } from '../input-problem.ts';

const MAKE_ONE =
  'Make an X.509 certificate with an RSA key (openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem), upload the certificate to the app registration and give both files together.';
const EXPORT_AS_PFX =
  'Export certificate and private key together as a PFX (PKCS#12) file and give that, or its base64.';

interface Mistake {
  readonly pattern: RegExp;
  readonly what: string;
  readonly hint: string;
}

/** Patterns look at the beginning of a text only, or at a short text as a whole. */
const TEXTS: readonly Mistake[] = [
  {
    pattern: /^(?:ssh-|ecdsa-sha2-|sk-ssh-|sk-ecdsa-|---- BEGIN SSH2 )/,
    what: 'holds an SSH public key',
    hint: `An SSH key is not a certificate, and its public half proves nothing. ${MAKE_ONE}`,
  },
  {
    pattern: /^PuTTY-User-Key-File-/,
    what: 'holds a PuTTY private key',
    hint: `An SSH key is not a certificate. ${MAKE_ONE}`,
  },
  {
    pattern: /^\{[\s\S]{0,4000}"kty"/,
    what: 'holds a JSON Web Key',
    hint: 'Give the certificate and its private key as PEM text or PFX; a key vault hands out both as its secret of the same name.',
  },
  {
    pattern: /^[{[]/,
    what: 'holds JSON',
    hint: 'Give only the certificate and its private key, as PEM text or as the base64 of a PFX, without anything around them.',
  },
  {
    pattern: /^<(?:!doctype html|html|head|body)/i,
    what: 'holds an HTML page',
    hint: 'The download that made it got a login or error page instead of the file: check its URL and its credentials.',
  },
  {
    pattern: /^<[?!a-z]/i,
    what: 'holds XML',
    hint: `That form of a key holds no certificate. ${EXPORT_AS_PFX}`,
  },
  {
    pattern: /^https?:\/\//i,
    what: 'holds a URL',
    hint: 'Fetch the secret in a step before this one and give what is stored there, not its address.',
  },
  {
    // The "\\n" of C:\\new.pfx has been taken for a line break by now.
    pattern: /^[\s\S]{1,300}\.(?:pem|pfx|p12|cer|crt|key)$/i,
    what: 'holds the path of a file',
    hint: 'Give paths as "certificate-path"; "certificate" takes what is in the file.',
  },
  {
    // SHA-1 or SHA-256, with the mark that Windows puts in front and the prefix of OpenSSL.
    pattern:
      /^(?:[a-z0-9 ]{1,40}[=:])?[\s\p{Cf}]{0,9}(?:[0-9a-f]{2}[ :-]?){20}(?:(?:[0-9a-f]{2}[ :-]?){12})?$/iu,
    what: 'holds a thumbprint',
    hint: 'A thumbprint only names a certificate: give the certificate itself with its private key.',
  },
];

/** Why `text` can be no certificate, when it is something that is well known. */
export function mistakenText(text: string): InputProblem | undefined {
  if (text === '') {
    return new InputProblem(
      'is empty',
      'Check the step that writes it, and that the secret behind it has a value in this job.',
      'EAC_CERTIFICATE_UNREADABLE',
    );
  }
  const mistake = TEXTS.find(({ pattern }) => pattern.test(text));
  return mistake && refusal(mistake.what, mistake.hint);
}

const JAVA_KEY_STORES = ['feedfeed', 'cececece'];

/** The same for bytes that are not text. */
export function mistakenBytes(bytes: Buffer): InputProblem | undefined {
  if (!JAVA_KEY_STORES.includes(bytes.subarray(0, 4).toString('hex'))) return undefined;
  return refusal(
    'holds a Java key store (JKS)',
    'Convert it: keytool -importkeystore -srckeystore store.jks -destkeystore deploy.pfx -deststoretype pkcs12.',
  );
}

const INCOMPLETE: FailureCode = 'EAC_CERTIFICATE_INCOMPLETE';

/** Why PEM blocks of these labels make no certificate with a key; more telling ones come first. */
export function mistakenBlocks(labels: ReadonlySet<string>): InputProblem {
  const has = (pattern: RegExp) => [...labels].some((label) => pattern.test(label));
  if (has(/^OPENSSH |^SSH2 /)) {
    return refusal('holds an SSH private key', `An SSH key is not a certificate. ${MAKE_ONE}`);
  }
  if (has(/^PGP /))
    return refusal('holds a PGP key', `A PGP key is not a certificate. ${MAKE_ONE}`);
  if (has(/CERTIFICATE REQUEST$/)) {
    return refusal(
      'holds a certificate signing request instead of a certificate',
      'Give the certificate that the authority issued for the request, together with the private key that the request was made with.',
      INCOMPLETE,
    );
  }
  if (has(/^PKCS7$|^CMS$/)) {
    return refusal(
      'holds certificates as PKCS#7 (.p7b), a form without a private key',
      `Convert them (openssl pkcs7 -print_certs -in chain.p7b) and add the private key. ${EXPORT_AS_PFX}`,
      INCOMPLETE,
    );
  }
  if (has(/PRIVATE KEY$/)) {
    return refusal(
      'holds a private key without its certificate',
      'Give both together: cat certificate.pem key.pem > deploy.pem; the certificate is the one uploaded to the app registration.',
      INCOMPLETE,
    );
  }
  if (has(/PUBLIC KEY$/)) {
    return refusal(
      'holds a public key, but no private key',
      'Logging in takes the private key that belongs to it, together with the certificate.',
      INCOMPLETE,
    );
  }
  return refusal('holds neither a certificate nor a private key among its PEM blocks', MAKE_ONE);
}

function refusal(
  what: string,
  hint: string,
  code: FailureCode = 'EAC_CERTIFICATE_FORM',
): InputProblem {
  return new InputProblem(what, hint, code);
}
