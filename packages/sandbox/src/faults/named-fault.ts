import type { Fault } from '../http/fault.ts';
import type { HttpResponse } from '../http/message.ts';
import type { UntrustworthyCertificate } from '../tls/untrustworthy-certificate.ts';

/** The services whose bad days can be played. */
export type FaultyService = 'entra' | 'sts';

/** One way in which a service or the network to it can fail its client. */
export interface NamedFault {
  readonly name: string;
  /** Completes the sentence "The service …". */
  readonly does: string;
  readonly services: readonly FaultyService[];
  /** How many requests are spoilt before all is well; without, every one. */
  readonly first?: number;
  /** What becomes of a request; asked for each, so that times in it are fresh. */
  readonly spoil?: (service: FaultyService) => Fault | HttpResponse;
  readonly shows?: UntrustworthyCertificate | 'no TLS' | 'silence';
}

export const BOTH: readonly FaultyService[] = ['entra', 'sts'];
