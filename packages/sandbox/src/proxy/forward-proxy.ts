import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface ForwardProxyOptions {
  /** Both together: a client must log in with them (Basic). */
  readonly user?: string;
  readonly password?: string;
  /** With these, clients speak TLS to the proxy itself. */
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly port?: number;
  /** Asked for each target; what it returns is written in place of a tunnel, `hang` answers nothing. */
  readonly instead?: (target: string) => string | 'hang' | undefined;
}

export interface RecordedConnect {
  /** `host:port`. */
  readonly target: string;
  readonly outcome: 'tunnel' | 'login' | 'instead' | 'unreachable';
}

export interface ForwardProxy extends AsyncDisposable {
  /** Without user name and password. */
  readonly url: string;
  readonly connects: readonly RecordedConnect[];
  /** Connections of clients that are open at the moment. */
  readonly open: number;
  close(): Promise<void>;
}

/**
 * Starts a forward proxy on a loopback port. It knows nothing but `CONNECT`, and sees nothing of
 * what goes through its tunnels.
 *
 * RFC 9110, sections 9.3.6 and 11.7.
 */
export async function startForwardProxy(options: ForwardProxyOptions = {}): Promise<ForwardProxy> {
  const connects: RecordedConnect[] = [];
  const sockets = new Set<Socket>();
  const server: Server = options.tls ? createSecureServer({ ...options.tls }) : createServer();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client may go at any moment.
    socket.on('error', () => {});
  });
  server.on('request', (_, response) => {
    response.writeHead(405, { 'content-type': 'text/html' }).end('<h1>CONNECT only</h1>');
  });
  server.on('connect', async (request: IncomingMessage, client: Duplex, head: Buffer) => {
    const target = request.url ?? '';
    client.on('error', () => {});
    connects.push({ target, outcome: await answer(request, target, client, head, options) });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connects,
    get open() {
      return sockets.size;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function answer(
  request: IncomingMessage,
  target: string,
  client: Duplex,
  head: Buffer,
  options: ForwardProxyOptions,
): Promise<RecordedConnect['outcome']> {
  if (!mayPass(request, options)) {
    client.end(
      'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="sandbox"\r\nContent-Length: 0\r\n\r\n',
    );
    return 'login';
  }
  const instead = options.instead?.(target);
  if (instead !== undefined) {
    if (instead === 'hang') client.resume().on('end', () => client.end());
    else client.end(instead);
    return 'instead';
  }
  const { hostname, port } = new URL(`http://${target}`);
  const upstream = connect(Number(port || 80), hostname.replace(/^\[|\]$/g, ''));
  return new Promise((resolve) => {
    upstream.once('connect', () => {
      resolve('tunnel');
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => {
      resolve('unreachable');
      client.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n');
    });
    client.on('close', () => upstream.destroy());
  });
}

function mayPass({ headers }: IncomingMessage, { user, password }: ForwardProxyOptions): boolean {
  if (user === undefined || password === undefined) return true;
  const basic = Buffer.from(`${user}:${password}`).toString('base64');
  return headers['proxy-authorization'] === `Basic ${basic}`;
}
