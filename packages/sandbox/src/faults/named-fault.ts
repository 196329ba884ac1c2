import type { Fault } from '../http/fault.ts';
import type { HttpResponse } from '../http/message.ts';
import type { UntrustworthyCertificate } from '../tls/untrustworthy-certificate.ts';

/** The services whose bad days can be played. */
export type FaultyService = 'entra' | 'sts';

/** Where a fault can be injected: Graph fails as the others do, and in ways of its own. */
export type SpoiltService = FaultyService | 'graph';

/** One way in which a service or the network to it can fail its client. */
export interface ServiceFault {
  readonly name: string;
  /** Completes the sentence "The service …". */
  readonly does: string;
  /** How many requests are spoilt before all is well; without, every one. */
  readonly first?: number;
  /** What becomes of a request; asked for each, so that times in it are fresh. */
  readonly spoil?: (service: SpoiltService) => Fault | HttpResponse;
  readonly shows?: UntrustworthyCertificate | 'no TLS' | 'silence';
}

/** One that a login and an exchange can run into. */
export interface NamedFault extends ServiceFault {
  readonly services: readonly FaultyService[];
}

export const BOTH: readonly FaultyService[] = ['entra', 'sts'];
