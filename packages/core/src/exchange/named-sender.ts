import type { Network } from '../platform/network.ts';
import type { Platform } from '../platform/platform.ts';

/** `platform`, whose requests say who sends them, before what a library says of itself. */
export function withUserAgent<P extends Platform>(userAgent: string, platform: P): P {
  return {
    ...platform,
    openNetwork: (route, limits) => named(userAgent, platform.openNetwork(route, limits)),
  };
}

function named(userAgent: string, network: Network): Network {
  return {
    begin: (url) => network.begin(url),
    send: (request) => {
      const own = request.headers['user-agent'];
      const all = own === undefined ? userAgent : `${userAgent} ${own}`;
      return network.send({ ...request, headers: { ...request.headers, 'user-agent': all } });
    },
    close: () => network.close(),
  };
}
