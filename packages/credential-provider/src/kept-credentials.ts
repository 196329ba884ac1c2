import type { Platform } from '@entra-aws-creds/core/programs';
import type { AwsCredentials } from './aws-credentials.ts';

/** The SDK itself asks again five minutes before the end; programs that started together need not do so too. */
const RENEWED_BEFORE_END_MS = 300_000;
const SPREAD_MS = 60_000;
/** With less than this left, a request might arrive too late. */
const LAST_MINUTE_MS = 60_000;
const BETWEEN_RENEWALS_MS = 30_000;

interface Kept {
  readonly credentials: AwsCredentials;
  readonly renewedFrom: number;
}

/**
 * The credentials of the last session while they are good. Callers at the same time wait for one exchange,
 * and nobody waits for a renewal before the last minute of what there is.
 */
export class KeptCredentials {
  readonly #platform: Pick<Platform, 'clock' | 'randomFraction'>;
  #kept: Kept | undefined;
  #exchange: Promise<AwsCredentials> | undefined;

  constructor(platform: Pick<Platform, 'clock' | 'randomFraction'>) {
    this.#platform = platform;
  }

  /** @param exchange how new ones are got */
  async current(exchange: () => Promise<AwsCredentials>): Promise<AwsCredentials> {
    const kept = this.#kept;
    const now = this.#now();
    if (kept === undefined || kept.credentials.expiration.getTime() - now <= LAST_MINUTE_MS) {
      return this.renewed(exchange);
    }
    if (now >= kept.renewedFrom) {
      // Until the last minute, when it is told, a renewal that failed costs nobody anything.
      this.renewed(exchange).catch(() => {
        this.#kept = { ...kept, renewedFrom: this.#now() + BETWEEN_RENEWALS_MS };
      });
    }
    return kept.credentials;
  }

  /** Whatever is kept. */
  renewed(exchange: () => Promise<AwsCredentials>): Promise<AwsCredentials> {
    this.#exchange ??= this.#keep(exchange).finally(() => {
      this.#exchange = undefined;
    });
    return this.#exchange;
  }

  async #keep(exchange: () => Promise<AwsCredentials>): Promise<AwsCredentials> {
    const credentials = await exchange();
    const margin = RENEWED_BEFORE_END_MS + this.#platform.randomFraction() * SPREAD_MS;
    this.#kept = { credentials, renewedFrom: credentials.expiration.getTime() - margin };
    return credentials;
  }

  #now(): number {
    return this.#platform.clock.now().getTime();
  }
}
