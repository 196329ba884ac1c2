import {
  type Application,
  type ApplicationCertificate,
  CERTIFICATE_NAME,
  type NewCertificate,
  type Rotated,
} from '@entra-aws-creds/bindings';
import { plainLine } from '../sign-in/plain-line.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { CertificateFile } from './certificate-file.ts';

interface Overlap {
  readonly overlapMs: number;
  readonly prune: boolean;
}

type Named = Pick<ApplicationCertificate, 'displayName' | 'thumbprint'>;

/** What a rotation would do, before it does it. */
export function tellRotation(
  certificate: NewCertificate,
  { displayName, certificates }: Application,
  { overlapMs, prune }: Overlap,
  terminal: Terminal,
): void {
  const isKnown = certificates.some(({ thumbprint }) => thumbprint === certificate.thumbprint);
  const until = certificate.ends.slice(0, 10);
  terminal.say(
    plainLine(
      isKnown
        ? `The application "${displayName}" has the new certificate already (${nameOf(certificate)}); it is proved again.`
        : `The application "${displayName}" gets the certificate ${nameOf(certificate)}, valid until ${until}.`,
    ),
  );
  const others = certificates.filter(
    (one) =>
      one.displayName.startsWith(CERTIFICATE_NAME) && one.thumbprint !== certificate.thumbprint,
  );
  const removable = new Date(Date.parse(certificate.starts) + overlapMs);
  const when =
    prune || overlapMs === 0 ? 'is removed then' : `is removed from ${removable.toISOString()} on`;
  for (const one of others) terminal.say(plainLine(`${nameOf(one)} ${when}.`));
}

/** What came of it, and what is left to do. */
export function tellRotated(
  { added, removed, staying, removable }: Rotated,
  { path }: CertificateFile,
  terminal: Terminal,
): void {
  for (const one of removed) terminal.say(plainLine(`Removed: ${nameOf(one)}.`));
  for (const one of staying) terminal.say(plainLine(`Still good: ${nameOf(one)}.`));
  if (added) {
    terminal.say(
      `Private key and certificate are in ${path}: give its content to the pipeline as ENTRA_CERTIFICATE.`,
    );
  }
  if (removable !== undefined) {
    terminal.say(
      `Keep ${path}, and run the same command from ${removable.toISOString()} on: it proves the new certificate once more and removes what is still good of the old.`,
    );
  } else if (removed.length === 0 && !added) terminal.say('There is nothing to do.');
}

/** For programs that read it. */
export function rotatedAsJson(
  { added, removed, staying, removable }: Rotated,
  { path, certificate }: CertificateFile,
): string {
  const result = {
    added,
    certificate: { path, thumbprint: certificate.thumbprint, ends: certificate.ends },
    removed: removed.map(({ thumbprint }) => thumbprint ?? null),
    staying: staying.map(({ thumbprint }) => thumbprint ?? null),
    removable: removable?.toISOString() ?? null,
  };
  return `${JSON.stringify(result, undefined, 2)}\n`;
}

function nameOf({ displayName, thumbprint }: Named): string {
  return `"${displayName}" (SHA-1 ${thumbprint ?? 'not told'})`;
}
