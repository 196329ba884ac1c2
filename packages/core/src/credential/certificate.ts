import { readCertificate } from '../1-inputs/certificate/certificate-source.ts';
import type { ClientCertificate } from '../1-inputs/certificate/client-certificate.ts';
import { type EntraApplication, readApplication } from '../1-inputs/entra/entra-application.ts';
import { allRight, type InputReader, isRight, type OrWrong } from '../1-inputs/input-reader.ts';
import { parseYesOrNo } from '../1-inputs/yes-or-no.ts';
import { logInAsConfidentialClient } from '../2-entra-token/confidential-login.ts';
import type { CredentialKind, EntraCredential } from './entra-credential.ts';

/** A certificate with its private key, which signs a client assertion. */
export const certificate: CredentialKind = {
  name: 'certificate',
  inputs: ['certificate', 'certificate-path', 'certificate-secure-file', 'certificate-password'],
  isOffered: () => true,
  read: async (reader, { job, ...context }) => {
    const application = allRight(readApplication(reader, context.platform));
    const certificate = await readCertificate(reader, { secureFile: job.secureFile, ...context });
    const parts = allRight({ application, certificate, sendChain: readSendChain(reader) });
    return { application, credential: isRight(parts) ? certificateCredential(parts) : parts };
  },
};

/** Whether to send `x5c`, by which Entra knows a certificate by its subject and issuer. */
export function readSendChain(reader: InputReader) {
  return reader.optional('send-certificate-chain', parseYesOrNo, false);
}

/** For ways to log in that have no certificate, and so no chain. */
export function refuseSendChain(reader: InputReader): OrWrong<false> {
  const sendChain = readSendChain(reader);
  if (sendChain !== true) return sendChain;
  return reader.wrong(
    'EAC_INPUT_CONFLICT',
    '"send-certificate-chain" is true, but the job logs in without a certificate.',
    'Leave it out.',
  );
}

interface CertificateLogin {
  readonly application: EntraApplication;
  readonly certificate: ClientCertificate;
  /** For applications that Entra knows by the subject and issuer of a certificate (`x5c`). */
  readonly sendChain: boolean;
}

export function certificateCredential({
  application,
  certificate,
  sendChain,
}: CertificateLogin): EntraCredential {
  const { thumbprintSha1, thumbprintSha256, validTo, privateKey, chain } = certificate;
  return {
    inWords: `the certificate ${thumbprintSha1} (SHA-1), ${thumbprintSha256} (SHA-256), valid until ${day(validTo)}`,
    details: [
      `${describeCertificate(certificate)}; the private key belongs to it`,
      ...(sendChain ? ['It is sent along (subject name/issuer authentication)'] : []),
    ],
    rows: [
      ['Certificate thumbprint (SHA-1)', thumbprintSha1],
      ['Certificate expires', day(validTo)],
    ],
    certificateEnd: validTo,
    // A certificate stands for itself, wherever it came from.
    renewal: () => ({
      inWords: 'the private key',
      inputs: { certificate: privateKey.reveal() + chain },
      jobIdentity: {},
    }),
    warnings: (now) => expiryWarnings(certificate, now),
    logIn: (audience, platform) =>
      logInAsConfidentialClient(
        {
          clientCertificate: {
            thumbprintSha256,
            privateKey: privateKey.reveal(),
            ...(sendChain ? { x5c: chain } : {}),
          },
        },
        {
          ...application,
          audience,
          proof: {
            description: describeCertificate(certificate),
            clockHint: 'the assertion is made the moment before it is sent.',
          },
        },
        platform,
      ),
  };
}

const MILLISECONDS_A_DAY = 86_400_000;
const DAYS_TO_RENEW = 30;

function expiryWarnings(
  { subject, thumbprintSha1, validTo }: ClientCertificate,
  now: Date,
): readonly string[] {
  const days = (validTo.getTime() - now.getTime()) / MILLISECONDS_A_DAY;
  if (days >= DAYS_TO_RENEW) return [];
  return [
    `The certificate ${subject} (thumbprint ${thumbprintSha1}) expires on ${day(validTo)}, in ${Math.floor(days)} days. Upload a new one to the app registration before that.`,
  ];
}

/** By what the portal lists: the thumbprint, which it shows as SHA-1, and the dates. */
export function describeCertificate({
  subject,
  thumbprintSha1,
  thumbprintSha256,
  validFrom,
  validTo,
}: ClientCertificate): string {
  return `${subject}, thumbprint ${thumbprintSha1} (SHA-1), ${thumbprintSha256} (SHA-256), valid from ${day(validFrom)} to ${day(validTo)}`;
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
