import { quote } from '@entra-aws-creds/core/programs';
import type {
  Application,
  ApplicationCertificate,
  FederatedCredential,
} from '../entra-directory/application.ts';
import { CERTIFICATE_NAME } from '../wish/public-certificate.ts';
import type { Drift } from './drift.ts';

const MILLISECONDS_A_DAY = 86_400_000;
const SOON_DAYS = 30;

/** What the application can log in with, soon no longer, and what of it we did not add. */
export function credentialDrift(
  application: Application,
  federated: readonly FederatedCredential[],
  now: Date,
): readonly Drift[] {
  return [
    ...loginDrift(application, federated, now),
    ...foreignCredentials(application, federated).map(unknownCredential),
  ];
}

function loginDrift(
  { certificates }: Application,
  federated: readonly FederatedCredential[],
  now: Date,
): readonly Drift[] {
  if (federated.length > 0) return [];
  const last = certificates.toSorted((one, other) => one.ends.localeCompare(other.ends)).at(-1);
  if (last === undefined) {
    return [
      {
        kind: 'no-credential',
        severity: 'high',
        sentence: 'The application has neither a certificate nor a federated credential.',
        repair: 'setup',
      },
    ];
  }
  const daysLeft = Math.floor((Date.parse(last.ends) - now.getTime()) / MILLISECONDS_A_DAY);
  if (daysLeft >= SOON_DAYS) return [];
  return [expiry(last, daysLeft)];
}

function expiry({ displayName, ends }: ApplicationCertificate, daysLeft: number): Drift {
  const day = ends.slice(0, 10);
  return daysLeft < 0
    ? {
        kind: 'certificate-expired',
        severity: 'high',
        sentence: `The last certificate of the application, ${quote(displayName)}, ended on ${day}.`,
        repair: 'rotate',
      }
    : {
        kind: 'certificate-expiring',
        severity: 'medium',
        sentence: `The last certificate of the application, ${quote(displayName)}, ends on ${day}, in ${daysLeft} days.`,
        repair: 'rotate',
      };
}

function foreignCredentials(
  { certificates, secrets }: Application,
  federated: readonly FederatedCredential[],
): readonly string[] {
  const isForeign = (name: string) => !name.startsWith(CERTIFICATE_NAME);
  return [
    ...secrets.map(({ displayName }) => `the client secret ${quote(displayName)}`),
    ...certificates
      .filter(({ displayName }) => isForeign(displayName))
      .map(({ displayName, thumbprint }) => {
        return `the certificate ${quote(displayName)} (SHA-1 ${thumbprint ?? 'not told'})`;
      }),
    ...federated
      .filter(({ name }) => isForeign(name))
      .map(({ name, issuer }) => `the federated credential ${quote(name)} of ${quote(issuer)}`),
  ];
}

function unknownCredential(what: string): Drift {
  return {
    kind: 'unknown-credential',
    severity: 'medium',
    sentence: `The application can also log in with ${what}, which this product did not add.`,
    repair: 'person',
  };
}
