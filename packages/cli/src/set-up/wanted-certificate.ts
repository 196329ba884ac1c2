import type { Observed, Wish } from '@entra-aws-creds/bindings';
import type { OnlinePlatform } from '@entra-aws-creds/core/services';
import type { Flag } from '../flags/flag.ts';
import type { FlagValues } from '../flags/flag-values.ts';
import { WrongUsage } from '../wrong-usage.ts';
import {
  type CertificateFile,
  certificateFile,
  existingCertificate,
  requireCertificate,
} from './certificate-file.ts';

/** With which certificate the pipeline is to log in. */
export const CERTIFICATE_FLAGS: readonly Flag[] = [
  {
    name: 'certificate-path',
    value: 'FILE',
    means: 'a certificate that there is already, as PEM; with its private key the trust is proved',
  },
  {
    name: 'certificate-out',
    value: 'FILE',
    means: 'where private key and certificate are written, as PEM; one that is there is used',
  },
  {
    name: 'certificate-days',
    value: 'DAYS',
    means: 'how long a new certificate is valid; 365 if not given',
  },
];

/** @throws WrongUsage */
export function refuseTwoCertificates(flags: FlagValues, isFederated: boolean): void {
  const given = CERTIFICATE_FLAGS.map(({ name }) => name).filter(
    (name) => flags.value(name) !== undefined,
  );
  if (isFederated && given[0] !== undefined) {
    throw new WrongUsage(`--${given[0]} does not go with --federated, which takes no certificate.`);
  }
  if (given[0] === 'certificate-path' && given[1] !== undefined) {
    throw new WrongUsage(`--${given[1]} does not go with --certificate-path, which makes none.`);
  }
}

/** None: where another way to log in is wanted or there already, or Entra is left alone. */
export async function wantedCertificate(
  flags: FlagValues,
  wish: Wish,
  { entra }: Observed,
  days: number,
  online: OnlinePlatform,
): Promise<CertificateFile | undefined> {
  if (wish.half.only === 'aws' || wish.credential.kind !== 'none') return undefined;
  const given = flags.value('certificate-path');
  if (given !== undefined) return requireCertificate(given, online);
  const named = flags.value('certificate-out');
  const now = online.clock.now().getTime();
  const valid = entra?.application?.certificates.filter(({ ends }) => Date.parse(ends) > now) ?? [];
  if (named === undefined && valid.length > 0) {
    // Of an earlier run that ended too soon to prove it.
    const own = await existingCertificate(usualPath(wish), online);
    const isKnown = valid.some(({ thumbprint }) => thumbprint === own?.certificate.thumbprint);
    return isKnown ? own : undefined;
  }
  return certificateFile(named ?? usualPath(wish), wish.application.displayName, days, online);
}

/** The file of the certificate that the plan brings, if it is here. */
export async function plannedCertificate(
  flags: FlagValues,
  wish: Wish,
  online: OnlinePlatform,
): Promise<CertificateFile | undefined> {
  const { credential } = wish;
  if (credential.kind !== 'certificate') return undefined;
  const path = flags.value('certificate-path') ?? flags.value('certificate-out');
  const file = await existingCertificate(path ?? usualPath(wish), online);
  return file?.certificate.thumbprint === credential.certificate.thumbprint ? file : undefined;
}

function usualPath({ application }: Wish): string {
  return `${application.uniqueName}.pem`;
}
