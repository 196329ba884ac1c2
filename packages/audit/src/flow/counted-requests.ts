import type { NetworkRequest, OnlinePlatform } from '@entra-aws-creds/core/services';

/** Counts the requests of a run by service and operation, every attempt of them. */
export class CountedRequests {
  readonly #counts = new Map<string, number>();

  /** The same platform, with a network that is counted. */
  through(platform: OnlinePlatform): OnlinePlatform {
    const { network } = platform;
    return {
      ...platform,
      network: {
        begin: (url) => network.begin(url),
        send: (request) => {
          const name = operationOf(request);
          this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
          return network.send(request);
        },
        close: () => network.close(),
      },
    };
  }

  /** By name, in alphabetical order. */
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].sort(([one], [other]) => (one < other ? -1 : 1)));
  }
}

/** `ListRoles` of the query protocol, `ListAccounts` of the JSON protocol, `GET /v1.0/applications` of Graph. */
function operationOf({ method, url, headers, body = '' }: NetworkRequest): string {
  const target = headers['x-amz-target']?.split('.').at(-1);
  const action = method === 'POST' ? /(?:^|&)Action=(\w{1,64})(?:&|$)/.exec(body)?.[1] : undefined;
  return target ?? action ?? `${method} ${url.pathname.split(/[/(]/).slice(0, 3).join('/')}`;
}
