import {
  createServer as createPlainServer,
  type IncomingMessage,
  type Server as PlainServer,
  type ServerResponse,
} from 'node:http';
import { createServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerWith, type Intercept } from './fault.ts';
import type {
  HttpHandler,
  HttpRequest,
  HttpResponse,
  RecordedRequest,
  ServiceName,
} from './message.ts';

export interface ServerTls {
  readonly cert: string;
  readonly key: string;
}

type Server = PlainServer | TlsServer;

interface LoopbackServerOptions {
  readonly service: ServiceName;
  readonly handler: HttpHandler;
  /** Without it the service speaks plain HTTP. */
  readonly tls: ServerTls | undefined;
  readonly port?: number;
  /** What the `Date` of an answer says: some clients set their clock by it. */
  readonly now: () => Date;
  /** Asked for each request, so that they can change while the server runs. */
  readonly latencyMs: () => number;
  readonly intercept: () => Intercept | undefined;
  readonly record: (request: RecordedRequest) => void;
}

export interface LoopbackServer {
  readonly url: string;
  readonly connections: () => number;
  /** From the next connection on: another certificate, no TLS at all, or not a byte. */
  present(tls: ServerTls | 'no TLS' | 'silence'): void;
  close(): Promise<void>;
}

export async function startLoopbackServer(options: LoopbackServerOptions): Promise<LoopbackServer> {
  const connections = new ConnectionBook();
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    serve(options, connections, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  };
  const servers = await listenOnLoopback(
    () =>
      connections.watch(
        options.tls === undefined
          ? createPlainServer(listener)
          : createServer({ ...options.tls }, listener),
      ),
    options.port ?? 0,
  );
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://localhost:${portOf(servers[0])}`,
    connections: () => connections.count,
    present: (tls) => {
      connections.odd = typeof tls === 'string' ? tls : undefined;
      if (typeof tls === 'string') return;
      for (const server of servers) {
        if ('setSecureContext' in server) server.setSecureContext({ ...tls });
      }
    },
    close: async () => {
      await Promise.all(servers.map(closeServer));
    },
  };
}

async function serve(
  options: LoopbackServerOptions,
  connections: ConnectionBook,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request = await readRequest(incoming);
  options.record({
    ...request,
    service: options.service,
    connection: connections.numberOf(incoming),
    receivedAt: new Date(),
  });
  const latency = options.latencyMs();
  if (latency > 0) await sleep(latency, undefined, { ref: false });
  response.setHeader('date', options.now().toUTCString());
  const result = await options.intercept()?.(options.service, request);
  await answerWith(result, {
    response,
    answer: async () => internalErrorUnless(options.handler, request),
    resetConnection: () => connections.reset(incoming),
  });
}

async function internalErrorUnless(
  handler: HttpHandler,
  request: HttpRequest,
): Promise<HttpResponse> {
  try {
    return await handler(request);
  } catch (error) {
    // A bug here must not look like a refusal of the service that is being imitated.
    const body = `The sandbox itself failed: ${error instanceof Error ? error.stack : error}`;
    return { status: 500, headers: { 'content-type': 'text/plain' }, body };
  }
}

async function readRequest(incoming: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const target = incoming.url ?? '/';
  const mark = target.indexOf('?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  }
  return {
    method: incoming.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? '' : target.slice(mark + 1),
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

/** Numbers the TCP connections, and keeps the sockets under TLS, which alone can be reset. */
class ConnectionBook {
  count = 0;
  odd: 'no TLS' | 'silence' | undefined;
  readonly #numbers = new Map<string, number>();
  readonly #sockets = new Map<string, Socket>();

  watch(server: Server): Server {
    const handshake = server.listeners('connection');
    return server.removeAllListeners('connection').on('connection', (socket: Socket) => {
      this.count += 1;
      this.#numbers.set(peerOf(socket), this.count);
      this.#sockets.set(peerOf(socket), socket);
      if (this.odd === 'silence') {
        socket.on('error', () => {}).on('end', () => socket.destroy());
        socket.resume();
        return;
      }
      for (const begin of handshake) begin.call(server, socket);
      if (this.odd === 'no TLS') {
        socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
      }
    });
  }

  numberOf(request: IncomingMessage): number {
    return this.#numbers.get(peerOf(request.socket)) ?? 0;
  }

  reset(request: IncomingMessage): void {
    const socket = this.#sockets.get(peerOf(request.socket));
    if (socket) socket.resetAndDestroy();
    else request.socket.destroy();
  }
}

function peerOf(socket: Socket): string {
  return `${socket.remoteAddress} ${socket.remotePort}`;
}

/**
 * `localhost` may resolve to either family first, and a client that does not try both must not
 * fail for it, so both are served on one port where the machine has both.
 */
async function listenOnLoopback(
  create: () => Server,
  port: number,
): Promise<[Server, ...Server[]]> {
  const first = create();
  await listen(first, '127.0.0.1', port);
  const second = create();
  try {
    await listen(second, '::1', portOf(first));
    return [first, second];
  } catch {
    return [first];
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
