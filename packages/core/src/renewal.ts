import type { Platform } from './platform/platform.ts';
import type { Renewal } from './renew.ts';

/** What {@link Renewal} comes of; its code is loaded for it, since no step renews. */
export async function renewCredentials(plan: string, platform: Platform): Promise<Renewal> {
  const renew = await import('./renew.ts');
  return renew.renewCredentials(plan, platform);
}
