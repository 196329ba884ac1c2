import type { ClientRequest } from 'node:http';
import { type PeerCertificate, TLSSocket } from 'node:tls';
import { quote } from '../text/log-line.ts';

/**
 * The certificate that a server shows, for the message when it is not trusted: whoever opens TLS on the way
 * gives himself away by its issuer.
 */
export class PresentedCertificate {
  #certificate: PeerCertificate | undefined;

  constructor(request: ClientRequest) {
    request.on('socket', (socket) => {
      // One that served a request before was trusted then, and shows no certificate again.
      if (!(socket instanceof TLSSocket) || request.reusedSocket) return;
      // Node judges the chain on the same event, and closes what it does not trust before anybody may look.
      socket.prependOnceListener('secure', () => {
        this.#certificate = socket.getPeerCertificate();
      });
    });
  }

  /** What to add to a sentence; empty when there was none to see. */
  describe(): string {
    const { subject, issuer, valid_from, valid_to } = this.#certificate ?? {};
    if (subject === undefined || issuer === undefined) return '';
    return `; the certificate shown is that of ${nameOf(subject)}, issued by ${nameOf(issuer)}, valid from ${valid_from} to ${valid_to}`;
  }
}

function nameOf(name: PeerCertificate['subject']): string {
  return quote([name.CN, name.O].flat().filter(Boolean).join(', ') || 'nobody');
}
