import type { ForwardProxy, NetworkRoute } from '../../platform/network-route.ts';
import type { MaskingPlatform, Platform } from '../../platform/platform.ts';
import { allRight, type InputReader, type OrWrong } from '../input-reader.ts';
import type { AgentNetwork } from './agent-network.ts';
import { readTrustedFiles } from './certificate-authorities.ts';
import { type ProxyBypass, parseBypassPatterns, parseNoProxy } from './no-proxy.ts';
import { parseProxyUrl, secretsOfProxyUrl } from './proxy-url.ts';

/**
 * The way to Entra and AWS alike. A proxy is the input's, else the agent's, else that of `HTTPS_PROXY`; what
 * goes past it is what the input says, else what belongs to the proxy: the agent's own list, or `NO_PROXY`.
 */
export async function readNetworkRoute(
  reader: InputReader,
  agent: AgentNetwork | undefined,
  platform: MaskingPlatform,
): Promise<OrWrong<NetworkRoute>> {
  const given = givenProxy(reader, agent, platform.environment);
  const proxy = readProxy(reader, given, platform);
  const bypasses = reader.has('no-proxy')
    ? reader.parse('no-proxy', reader.text('no-proxy'), (text) => parseNoProxy(text))
    : (given?.bypasses ?? noProxyOf(platform.environment));
  const trustedFiles = await readTrustedFiles(reader, agent?.authoritiesFile, platform);
  return allRight<NetworkRoute>({ proxy, bypasses, trustedFiles });
}

type Environment = Platform['environment'];

interface GivenProxy {
  readonly text: string;
  readonly setBy: string;
  readonly bypasses?: ProxyBypass;
}

function givenProxy(
  reader: InputReader,
  agent: AgentNetwork | undefined,
  environment: Environment,
): GivenProxy | undefined {
  if (reader.has('http-proxy')) return { text: reader.text('http-proxy'), setBy: '"http-proxy"' };
  if (agent?.proxy !== undefined) {
    const { url, bypassPatterns } = agent.proxy;
    const bypasses = parseBypassPatterns(bypassPatterns);
    return { text: url, setBy: 'The proxy setting of the agent', bypasses };
  }
  const name = firstSet(environment, ['https_proxy', 'HTTPS_PROXY']);
  if (name === undefined) return undefined;
  return { text: (environment[name] ?? '').trim(), setBy: `The variable ${name}` };
}

function readProxy(
  reader: InputReader,
  given: GivenProxy | undefined,
  { maskSecret }: Pick<MaskingPlatform, 'maskSecret'>,
): OrWrong<ForwardProxy | undefined> {
  if (given === undefined) return undefined;
  for (const secret of secretsOfProxyUrl(given.text)) maskSecret(secret);
  const { text, setBy } = given;
  return reader.parseFrom(setBy, text, (url) => ({ ...parseProxyUrl(url), setBy }));
}

/** Lenient: whoever set the variable for other tools cannot have meant it to fail this step. */
function noProxyOf(environment: Environment): ProxyBypass {
  const name = firstSet(environment, ['no_proxy', 'NO_PROXY']);
  return parseNoProxy(name === undefined ? '' : (environment[name] ?? ''), 'skip');
}

/** The lower-case name first, as curl has it. */
function firstSet(environment: Environment, names: readonly string[]): string | undefined {
  return names.find((name) => (environment[name] ?? '').trim() !== '');
}
