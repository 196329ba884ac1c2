import { openCertificate } from '../1-inputs/certificate/certificate-opening.ts';
import { parseAudience } from '../1-inputs/entra/audience.ts';
import type { EntraApplication } from '../1-inputs/entra/entra-application.ts';
import { InputProblem } from '../1-inputs/input-problem.ts';
import type { AccessToken } from '../2-entra-token/access-token.ts';
import { logInToEntra } from '../2-entra-token/entra-login.ts';
import { certificateCredential } from '../credential/certificate.ts';
import { StepFailure } from '../failure/step-failure.ts';
import type { OnlinePlatform } from '../platform/platform.ts';
import type { Secret } from '../text/secret.ts';

/** A certificate with its private key, from wherever a program keeps it. */
interface KeptCertificate {
  /** PEM, as the input `certificate` takes it. */
  readonly content: Secret;
  /** Where it is kept, as a sentence about it begins. */
  readonly source: string;
  /** How another gets there, as a sentence. */
  readonly replacing: string;
}

/** Who is told which certificate it is, and when it is about to end. */
interface Listener {
  tell(line: string): void;
  warn(line: string): void;
}

/**
 * Logs in to Entra as an application by a certificate that is kept outside of the inputs.
 *
 * @param resource what the token is for
 * @throws StepFailure `EAC_CERTIFICATE_…`, `EAC_ENTRA_…`, `EAC_TOKEN_…`
 */
export async function logInByCertificate(
  application: EntraApplication,
  resource: string,
  kept: KeptCertificate,
  platform: OnlinePlatform,
  listener: Listener,
): Promise<AccessToken> {
  const { clock, maskSecret } = platform;
  const now = clock.now();
  const opening = { password: undefined, now, maskSecret };
  const certificate = await openCertificate(Buffer.from(kept.content.reveal()), opening).catch(
    (error: unknown) => {
      throw unusable(error, kept);
    },
  );
  const credential = certificateCredential({ application, certificate, sendChain: false });
  listener.tell(`Logs in to Entra with ${credential.inWords}.`);
  for (const line of credential.warnings(now)) listener.warn(line);
  return logInToEntra({ credential, audience: parseAudience(resource) }, platform);
}

/** What it says of what was read quotes nothing of it. */
function unusable(error: unknown, { source, replacing }: KeptCertificate): unknown {
  if (!(error instanceof InputProblem)) return error;
  const { code, message, hint } = error;
  const advice = code === 'EAC_CERTIFICATE_EXPIRED' ? replacing : `${hint} ${replacing}`;
  return new StepFailure(code, `${source} ${message}.`, advice);
}
