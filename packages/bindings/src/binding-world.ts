import type { Platform } from '@entra-aws-creds/core/programs';
import type { Ports } from './ports.ts';

/** What changes are made with. */
export type BindingWorld = Ports &
  Pick<Platform, 'clock' | 'wait' | 'randomFraction'> & {
    /** Aborted when the work is to end now; its reason is the failure that says why. */
    readonly signal: AbortSignal;
    /** Tells whoever waits what is going on: one line. */
    tell(line: string): void;
  };
