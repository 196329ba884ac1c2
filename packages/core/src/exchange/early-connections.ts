import { readRegion } from '../1-inputs/aws/region.ts';
import { readEndpoints } from '../1-inputs/aws/sts-endpoint.ts';
import { readAuthorityHost } from '../1-inputs/entra/authority-host.ts';
import type { RawInputs } from '../1-inputs/input-name.ts';
import { allRight, InputReader, isRight } from '../1-inputs/input-reader.ts';
import { readNetworkRoute } from '../1-inputs/network/network-route.ts';
import type { Network } from '../platform/network.ts';
import { isStraight, STRAIGHT } from '../platform/network-route.ts';
import type { MaskingPlatform } from '../platform/platform.ts';

/**
 * Runs `work` with connections to Entra and STS under way, as opening a certificate takes about as long as
 * making them. Nothing is sent over them before all inputs are known to be right: `work` gets them with the
 * first network that it opens without a proxy.
 */
export async function withEarlyConnections<T>(
  raw: Pick<RawInputs, 'read' | 'agentNetwork'>,
  platform: MaskingPlatform,
  work: (platform: MaskingPlatform) => Promise<T>,
): Promise<T> {
  const hosts = await hostsOf(raw, platform);
  if (hosts.length === 0) return work(platform);
  const network = platform.openNetwork(STRAIGHT);
  for (const host of hosts) network.begin(host);
  let early: Network | undefined = withBegun(hosts, network);
  const openNetwork: MaskingPlatform['openNetwork'] = (route, limits) => {
    if (early === undefined || limits !== undefined || !isStraight(route)) {
      return platform.openNetwork(route, limits);
    }
    const opened = early;
    early = undefined;
    return opened;
  };
  try {
    return await work({ ...platform, openNetwork });
  } finally {
    network.close();
  }
}

/** Empty where they cannot be told by some inputs alone; what is wrong with those is told when all are read. */
async function hostsOf(
  raw: Pick<RawInputs, 'read' | 'agentNetwork'>,
  platform: MaskingPlatform,
): Promise<readonly URL[]> {
  const reader = new InputReader(raw);
  if (!reader.has('role-to-assume') || !logsInWithCertificate(reader)) return [];
  const route = await readNetworkRoute(reader, raw.agentNetwork, platform);
  const endpointOf = readEndpoints(reader, platform.environment);
  const authority = readAuthorityHost(reader, undefined, platform);
  const read = allRight({
    route,
    endpointOf,
    authority,
    region: readRegion(reader, platform.environment),
  });
  if (!isRight(read) || !isStraight(read.route)) return [];
  return [read.authority, read.endpointOf(read.region).url];
}

function logsInWithCertificate(reader: InputReader): boolean {
  const chosen = reader.text('entra-credential');
  const given = reader.has('certificate') || reader.has('certificate-path');
  return given && (chosen === '' || chosen === 'certificate');
}

/** `network`, which is not to begin the first connection to any of `hosts` once more. */
function withBegun(hosts: readonly URL[], network: Network): Network {
  const begun = new Set(hosts.map(({ host }) => host));
  return {
    begin: (url) => {
      if (!begun.delete(url.host)) network.begin(url);
    },
    send: (request) => network.send(request),
    close: () => network.close(),
  };
}
