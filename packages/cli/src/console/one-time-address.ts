import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Secret } from '@entra-aws-creds/core/programs';
import { openBrowser } from '../sign-in/browser-opener.ts';
import { LoopbackServer } from '../sign-in/loopback-server.ts';
import { pageHeaders, STRAY_PAGES } from '../sign-in/pages.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What came of it. */
export type Handover = 'opened' | 'no-browser' | 'nobody-came' | 'cancelled';

/** Browsers that have to start first take their time. */
const WAITING_MS = 60_000;

/**
 * Opens a secret address in the browser. Arguments of processes are there for every user of the machine to
 * see, so the browser is started with an address of this machine, which leads on to the secret one once.
 */
export async function openSecretly(
  address: Secret,
  environment: Environment,
  cancelled: AbortSignal,
): Promise<Handover> {
  const path = `/${randomBytes(32).toString('hex')}`;
  let arrive: () => void = () => {};
  const arrived = new Promise<Handover>((resolve) => {
    arrive = () => resolve('opened');
  });
  let isSpent = false;
  const server = await LoopbackServer.start((request, response) => {
    const page = !server.isNamedBy(request.headers.host)
      ? STRAY_PAGES.host
      : request.method !== 'GET' || request.url !== path
        ? STRAY_PAGES.path
        : isSpent
          ? STRAY_PAGES.spent
          : undefined;
    if (page !== undefined) {
      response.writeHead(page.status, { ...pageHeaders(page), connection: 'close' });
      response.end(page.html);
      return;
    }
    isSpent = true;
    response.on('close', arrive);
    response.writeHead(302, {
      location: address.reveal(),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      connection: 'close',
    });
    response.end();
  });
  const end = new AbortController();
  const signal = AbortSignal.any([cancelled, end.signal]);
  const late = sleep(WAITING_MS, undefined, { signal }).then(
    (): Handover => 'nobody-came',
    (): Handover => 'cancelled',
  );
  const started = openBrowser(`http://127.0.0.1:${server.port}${path}`, environment);
  const failed = started.then(
    () => late,
    (): Handover => 'no-browser',
  );
  try {
    return await Promise.race([arrived, failed]);
  } finally {
    end.abort();
    await server.close();
  }
}
