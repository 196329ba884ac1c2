import { randomBytes, randomInt } from 'node:crypto';
import type { EntraApp } from '../app.ts';
import type { EntraTenant } from '../tenant.ts';
import type { EntraPerson } from './person.ts';

/** Who signed in to which application. */
export interface SignedIn {
  readonly tenant: EntraTenant;
  readonly client: EntraApp;
  readonly person: EntraPerson;
  /** What of Graph the application may do for the person. */
  readonly graphScopes: readonly string[];
}

/** What an authorization code stands for. */
interface CodeGrant extends SignedIn {
  readonly redirectUri: string;
  readonly challenge: string;
  readonly nonce: string | undefined;
  /** What a claims provider adds to the ID token. */
  readonly providedClaims: Readonly<Record<string, unknown>>;
  readonly expires: Date;
}

/** What a device code stands for, and how far the person has come. */
interface DeviceGrant extends Omit<SignedIn, 'person'> {
  readonly userCode: string;
  readonly expires: Date;
  outcome: EntraPerson | 'pending' | 'declined';
  /** To be answered so often with `slow_down`. */
  slowDowns: number;
}

const CODE_MS = 10 * 60_000;
const DEVICE_CODE_MS = 15 * 60_000;

/** Everything that was granted to people and their applications, by the secret that stands for it. */
export class PersonalGrants {
  readonly #now: () => Date;
  readonly #codes = new Map<string, CodeGrant>();
  readonly #refreshTokens = new Map<string, SignedIn>();
  readonly #devices = new Map<string, DeviceGrant>();
  /** Why refresh tokens are refused, when they are. */
  refusal: 'expired' | 'revoked' | 'factor-needed' | undefined;
  /** Seconds that a device waits between two questions. */
  deviceInterval = 5;

  constructor(now: () => Date) {
    this.#now = now;
  }

  issueCode(grant: Omit<CodeGrant, 'expires'>): string {
    const code = `1.${randomBytes(48).toString('base64url')}`;
    const expires = new Date(this.#now().getTime() + CODE_MS);
    this.#codes.set(code, { ...grant, expires });
    return code;
  }

  /** A code is spent by the first who shows it. */
  spendCode(code: string): CodeGrant | undefined {
    const grant = this.#codes.get(code);
    this.#codes.delete(code);
    return grant !== undefined && this.#now() <= grant.expires ? grant : undefined;
  }

  issueRefreshToken(signedIn: SignedIn): string {
    const token = `1.${randomBytes(64).toString('base64url')}`;
    this.#refreshTokens.set(token, signedIn);
    return token;
  }

  refreshed(token: string): SignedIn | undefined {
    return this.#refreshTokens.get(token);
  }

  issueDeviceCode(asked: Omit<SignedIn, 'person'>): {
    readonly deviceCode: string;
    readonly grant: DeviceGrant;
    readonly lifetimeSeconds: number;
  } {
    const deviceCode = randomBytes(48).toString('base64url');
    const letters = Array.from({ length: 9 }, () => USER_CODE_LETTERS[randomInt(20)] ?? 'B');
    const grant: DeviceGrant = {
      ...asked,
      userCode: letters.join(''),
      expires: new Date(this.#now().getTime() + DEVICE_CODE_MS),
      outcome: 'pending',
      slowDowns: 0,
    };
    this.#devices.set(deviceCode, grant);
    return { deviceCode, grant, lifetimeSeconds: DEVICE_CODE_MS / 1000 };
  }

  device(deviceCode: string): DeviceGrant | undefined {
    return this.#devices.get(deviceCode);
  }

  /** The device that shows this code to its person. */
  deviceShowing(userCode: string): DeviceGrant | undefined {
    const typed = userCode.trim().toUpperCase();
    return [...this.#devices.values()].find((grant) => grant.userCode === typed);
  }
}

/** RFC 8628, section 6.1: no vowels, so that no words come up. */
const USER_CODE_LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
