import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const ATTEMPTS = 10;

/** A server that only this machine reaches, on one port of each family that `localhost` may stand for. */
export class LoopbackServer {
  readonly port: number;
  readonly #servers: readonly Server[];

  private constructor(port: number, servers: readonly Server[]) {
    this.port = port;
    this.#servers = servers;
  }

  /** @throws NodeJS.ErrnoException when no port can be listened on */
  static async start(listener: RequestListener): Promise<LoopbackServer> {
    for (let attempt = 1; ; attempt += 1) {
      const first = createServer(listener);
      const port = await listen(first, '127.0.0.1', 0);
      try {
        const second = createServer(listener);
        await listen(second, '::1', port);
        return new LoopbackServer(port, [first, second]);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // A machine without IPv6. Where another program has the port there, a browser might talk to that.
        if (code !== 'EADDRINUSE') return new LoopbackServer(port, [first]);
        first.close();
        if (attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** What the `Host` header of a request that was meant for it says. */
  isNamedBy(host: string | undefined): boolean {
    return ['localhost', '127.0.0.1', '[::1]'].some((name) => host === `${name}:${this.port}`);
  }

  async close(): Promise<void> {
    await Promise.all(
      this.#servers.map(
        (server) =>
          new Promise<void>((resolve) => {
            server.close(() => resolve());
            server.closeAllConnections();
          }),
      ),
    );
  }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
