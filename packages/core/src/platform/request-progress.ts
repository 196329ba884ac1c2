import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** How far a request has come, for the message when it is given up. */
export class RequestProgress {
  #missing = 'could not be connected to';

  constructor(request: ClientRequest) {
    request.once('socket', (socket: Socket) => {
      if (request.reusedSocket) return this.#ready();
      const secure = socket instanceof TLSSocket;
      const connected = () => {
        this.#missing = secure ? 'did not finish the TLS handshake' : 'did not answer';
      };
      if (!socket.connecting) connected();
      socket.once('connect', connected);
      // Connections are begun before there is a request for them, and this may have happened then.
      if (secure && socket.getCipher() !== undefined) this.#ready();
      socket.once('secureConnect', () => this.#ready());
    });
    request.once('response', () => {
      this.#missing = 'did not finish its answer';
    });
  }

  /** What the server has not done, as it stands between its name and a time. */
  missing(): string {
    return this.#missing;
  }

  #ready(): void {
    this.#missing = 'did not answer';
  }
}
