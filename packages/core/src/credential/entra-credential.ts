import type { Audience } from '../1-inputs/entra/audience.ts';
import type { EntraApplication } from '../1-inputs/entra/entra-application.ts';
import type { JobIdentity } from '../1-inputs/entra/job-identity.ts';
import type { InputName } from '../1-inputs/input-name.ts';
import type { InputReader, OrWrong } from '../1-inputs/input-reader.ts';
import type { AccessToken } from '../2-entra-token/access-token.ts';
import type { NetworkRoute } from '../platform/network-route.ts';
import type { MaskingPlatform, OnlinePlatform } from '../platform/platform.ts';
import type { RetryPolicy } from '../retry/retry-policy.ts';

/**
 * One way to log in to Entra, with all that is known of it: what it reads, what it is called, how it proves
 * who the job is, how a refusal of it is explained, and what a renewal must keep.
 */
export interface CredentialKind {
  /** The value of `entra-credential`. */
  readonly name: string;
  /** Inputs that say something of this way to log in, and nothing of the others. */
  readonly inputs: readonly InputName[];
  /** Whether this CI system has it at all. */
  isOffered(job: JobIdentity): boolean;
  read(reader: InputReader, context: CredentialContext): Promise<ReadIdentity>;
}

/** Who logs in, and what proves it. */
export interface EntraIdentity {
  /** Undefined for an identity that the machine has, of which only its token tells more. */
  readonly application: EntraApplication | undefined;
  readonly credential: EntraCredential;
  /** Where the proof is for one audience alone; else the inputs say it. */
  readonly audience?: Audience;
}

export type ReadIdentity = { readonly [K in keyof EntraIdentity]: OrWrong<EntraIdentity[K]> };

/** What the reading needs besides the inputs. */
export interface CredentialContext {
  readonly job: JobIdentity;
  /** Ways to log in of programs that people start. */
  readonly personal: readonly CredentialKind[];
  readonly platform: MaskingPlatform;
  /** For what has to be downloaded. */
  readonly route: OrWrong<NetworkRoute>;
  /** Undefined: it is asked for once. */
  readonly retryPolicy: RetryPolicy | undefined;
}

/** What proves to Entra that the job is who it says it is, ready to be used. */
export interface EntraCredential {
  /** What it is, as it stands within a sentence. */
  readonly inWords: string;
  /** What a person compares it with, a line each; without, {@link inWords} says it all. */
  readonly details?: readonly string[];
  /** What the report says of it. */
  readonly rows: readonly (readonly [label: string, value: string])[];
  /** Until when Entra takes the certificate; without: there is none. */
  readonly certificateEnd?: Date;
  /** What a process that logs in again later must be handed; secrets are in it. */
  renewal(): CredentialRenewal;
  /** What the pipeline author should know of it although nothing is wrong yet. */
  warnings(now: Date): readonly string[];
  /**
   * One login, for which everything that does not last is asked for anew. Each proof is masked before it is
   * sent and the token before it is used.
   *
   * @throws StepFailure `EAC_ENTRA_…`, `EAC_TOKEN_…`, `EAC_OIDC_…`, `EAC_MANAGED_IDENTITY_…`
   */
  logIn(audience: Audience, platform: OnlinePlatform): Promise<AccessToken>;
}

/** What stands for the credential in a process that starts later, and no more than it needs. */
export interface CredentialRenewal {
  /** What of it must not get about, as it stands within a sentence. */
  readonly inWords: string;
  readonly inputs: Readonly<Partial<Record<InputName, string>>>;
  readonly jobIdentity: JobIdentity;
  /** Variables that must hold then what they hold now, whatever later steps do to them. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Variables whose value of then counts. */
  readonly readAgain?: readonly string[];
}

/** Where nothing could be read. */
export function nothingOf(wrong: OrWrong<never>): ReadIdentity {
  return { application: wrong, credential: wrong };
}
