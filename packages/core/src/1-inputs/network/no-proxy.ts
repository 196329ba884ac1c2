import { BlockList, isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { quote } from '../../text/log-line.ts';
import { InputProblem } from '../input-problem.ts';

/** Whether a URL is reached without the proxy. */
export type ProxyBypass = (url: URL) => boolean;

/**
 * A list of hosts by commas or white space, in the forms that curl and the SDKs know: `*`, a domain with all
 * below it (`corp.example`, `.corp.example` and `*.corp.example` are one), an IP address, each with an
 * optional port, or a CIDR block. A name never stands for the addresses that it resolves to.
 *
 * @param unknown what to do about an entry of no such form; an environment may hold what other tools made up
 * @throws InputProblem naming the entry
 * @see https://everything.curl.dev/usingcurl/proxies/env.html
 */
export function parseNoProxy(text: string, unknown: 'refuse' | 'skip' = 'refuse'): ProxyBypass {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
  const rules = entries.map((entry) => {
    const rule = ruleOf(entry);
    if (rule !== undefined || unknown === 'skip') return rule;
    throw new InputProblem(
      `has the entry ${quote(entry)}`,
      'Give host names, IP addresses or CIDR blocks separated by commas, such as .corp.example,10.0.0.0/8, or * for every host.',
    );
  });
  return (url) => {
    const target = targetOf(url);
    return rules.some((rule) => rule?.(target));
  };
}

/**
 * An agent's own list of regular expressions, where what is none does not count. The agent compares with
 * the origin (`https://host`, `https://host:8443`), its tasks with the whole URL: a match of either
 * does. How long a pattern takes is up to whoever configured the agent.
 *
 * @see https://learn.microsoft.com/azure/devops/pipelines/agents/proxy
 */
export function parseBypassPatterns(sources: readonly string[]): ProxyBypass {
  const patterns = sources.flatMap((source) => {
    try {
      return [new RegExp(source, 'i')];
    } catch {
      return [];
    }
  });
  return ({ origin, href }) =>
    patterns.some((pattern) => pattern.test(origin) || pattern.test(href));
}

interface Target {
  /** Lower case, without brackets and the root's dot. */
  readonly host: string;
  readonly port: string;
}

type Rule = (target: Target) => boolean;

function targetOf({ hostname, port, protocol }: URL): Target {
  const host = hostname.toLowerCase().replace(/^\[|\]$|\.$/g, '');
  return { host, port: port || (protocol === 'https:' ? '443' : '80') };
}

function ruleOf(entry: string): Rule | undefined {
  const block = blockRule(entry);
  if (block !== undefined) return block;
  const [, host = entry, port] = /^(\[[^\]]*\]|[^:]*):(\d{1,5})$/.exec(entry) ?? [];
  const rule = hostRule(host.replace(/^\[(.*)\]$/, '$1'));
  if (rule === undefined || port === undefined) return rule;
  const wanted = Number(port);
  if (wanted < 1 || wanted > 65_535) return undefined;
  return (target) => Number(target.port) === wanted && rule(target);
}

/** `address/bits`. */
function blockRule(text: string): Rule | undefined {
  const [, address = '', bits] = /^\[?([\d.:a-f]+)\]?\/(\d{1,3})$/i.exec(text) ?? [];
  const family = familyOf(address);
  if (family === undefined || Number(bits) > (family === 'ipv4' ? 32 : 128)) return undefined;
  const block = new BlockList();
  block.addSubnet(address, Number(bits), family);
  return ({ host }) => contains(block, host);
}

function hostRule(text: string): Rule | undefined {
  const family = familyOf(text);
  if (family !== undefined) {
    const block = new BlockList();
    block.addAddress(text, family);
    return ({ host }) => contains(block, host);
  }
  return text === '*' ? () => true : domainRule(text.replace(/^\*?\./, ''));
}

const DOMAIN = /^[\w-]{1,63}(?:\.[\w-]{1,63})*$/;
/** What a URL would take for an IP address. */
const NUMBER_AT_END = /(?:^|\.)(?:\d+|0x[\da-f]*)$/;

function domainRule(text: string): Rule | undefined {
  // Node would cut these off or decode them without a word.
  if (/[/\\?#@:%]/.test(text)) return undefined;
  const domain = domainToASCII(text.toLowerCase().replace(/\.$/, ''));
  if (!DOMAIN.test(domain) || NUMBER_AT_END.test(domain)) return undefined;
  return ({ host }) => host === domain || host.endsWith(`.${domain}`);
}

function contains(block: BlockList, host: string): boolean {
  const family = familyOf(host);
  return family !== undefined && block.check(host, family);
}

function familyOf(host: string): 'ipv4' | 'ipv6' | undefined {
  // A zone is of one machine, and no address of a service.
  if (host.includes('%')) return undefined;
  const version = isIP(host);
  return version === 0 ? undefined : version === 4 ? 'ipv4' : 'ipv6';
}
