import type { ClientRequestArgs } from 'node:http';
import { Agent } from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';

/** An agent with connections that were begun before there was a request for them. */
export class EarlyAgent extends Agent {
  readonly #early: { readonly name: string; readonly socket: Duplex }[] = [];

  /**
   * Begins a connection for a request to the host of `url`. When nothing comes of it, nothing
   * is said: that request then connects by itself, and fails with its own reason.
   */
  begin({ hostname, port }: URL): void {
    const host = hostname.replace(/^\[|\]$/g, '');
    const place = { host, port: port || '443' };
    // The name that is sent with the greeting, where an address may not stand.
    const servername = isIP(host) === 0 ? host : '';
    const socket = super.createConnection({ ...this.options, ...place, servername });
    socket?.on('error', () => {});
    if (socket) this.#early.push({ name: nameOf(place), socket });
  }

  override createConnection(
    ...[options, callback]: Parameters<Agent['createConnection']>
  ): Duplex | null | undefined {
    const name = nameOf(options);
    const index = this.#early.findIndex((one) => one.name === name && !one.socket.destroyed);
    const [early] = index < 0 ? [] : this.#early.splice(index, 1);
    return early?.socket ?? super.createConnection(options, callback);
  }

  override destroy(): void {
    for (const { socket } of this.#early) socket.destroy();
    super.destroy();
  }
}

function nameOf({ host, port }: Pick<ClientRequestArgs, 'host' | 'port'>): string {
  return `${host}:${port}`;
}
