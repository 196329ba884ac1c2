import type { IncomingMessage, ServerResponse } from 'node:http';
import { LoopbackServer } from './loopback-server.ts';
import { type Page, pageHeaders, STRAY_PAGES } from './pages.ts';

/** Longer than any redirect of Entra's. */
const LONGEST_TARGET = 16_384;

/**
 * Waits on loopback for one redirect. Its answer is held back until it is known what became of the login;
 * whatever else comes is told so and changes nothing.
 */
export class RedirectListener {
  readonly #server: LoopbackServer;
  readonly #arrived: Promise<URLSearchParams>;
  readonly #answered: () => ServerResponse | undefined;

  private constructor(
    server: LoopbackServer,
    arrived: Promise<URLSearchParams>,
    answered: () => ServerResponse | undefined,
  ) {
    this.#server = server;
    this.#arrived = arrived;
    this.#answered = answered;
  }

  static async start(): Promise<RedirectListener> {
    let held: ServerResponse | undefined;
    let arrive: (answer: URLSearchParams) => void = () => {};
    const arrived = new Promise<URLSearchParams>((resolve) => {
      arrive = resolve;
    });
    const server = await LoopbackServer.start((request, response) => {
      const answer = answerIn(request, server);
      if (!(answer instanceof URLSearchParams)) show(response, answer);
      else if (held !== undefined) show(response, STRAY_PAGES.second);
      else {
        held = response;
        arrive(answer);
      }
    });
    return new RedirectListener(server, arrived, () => held);
  }

  /** Without a path, as `http://localhost` is registered; Entra does not compare the port. */
  get origin(): string {
    return `http://localhost:${this.#server.port}`;
  }

  /** @throws the reason of the signal */
  redirect(signal: AbortSignal): Promise<URLSearchParams> {
    const ended = new Promise<never>((_, reject) => {
      const end = () => reject(signal.reason);
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
    });
    return Promise.race([this.#arrived, ended]);
  }

  /** Shows the page to whoever waits for it, and closes. */
  async end(page: Page): Promise<void> {
    const held = this.#answered();
    if (held !== undefined) {
      const shown = new Promise((resolve) => {
        held.on('close', resolve);
      });
      show(held, page);
      await shown;
    }
    await this.#server.close();
  }
}

/** The parameters of a redirect, or the page for what is none. */
function answerIn(request: IncomingMessage, server: LoopbackServer): URLSearchParams | Page {
  const { method, url = '/', headers } = request;
  // Another name for this address is a page of somebody else's (DNS rebinding).
  if (!server.isNamedBy(headers.host)) return STRAY_PAGES.host;
  if (method !== 'GET' || url.length > LONGEST_TARGET) return STRAY_PAGES.path;
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  if (pathname !== '/') return STRAY_PAGES.path;
  const isAnswer = searchParams.has('code') || searchParams.has('error');
  return isAnswer ? searchParams : STRAY_PAGES.path;
}

function show(response: ServerResponse, page: Page): void {
  response.writeHead(page.status, { ...pageHeaders(page), connection: 'close' });
  response.end(page.html);
}
