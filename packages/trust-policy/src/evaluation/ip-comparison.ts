import { isIP } from 'node:net';
import { type Truth, truth } from './truth.ts';

/**
 * Whether `address` lies in `range`, an address or CIDR block of IPv4 or IPv6. An address
 * alone stands for itself. Unknown unless both are well formed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */
export function inRange(address: string, range: string): Truth {
  const [network = '', prefix, ...more] = range.split('/');
  const family = isIP(network);
  const bits = family === 4 ? 32 : 128;
  const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
  const wellFormed = family !== 0 && more.length === 0 && length >= 0 && length <= bits;
  // A zone (fe80::1%eth0) means something on one machine only.
  if (!wellFormed || isIP(address) === 0 || `${address}${network}`.includes('%')) return 'unknown';
  if (isIP(address) !== family) return 'false';
  const shift = BigInt(bits - length);
  return truth(bitsOf(address) >> shift === bitsOf(network) >> shift);
}

function bitsOf(address: string): bigint {
  if (isIP(address) === 4) {
    return address.split('.').reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n);
  }
  const [head = '', tail] = address.split('::');
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const zeros = new Array<bigint>(8 - before.length - after.length).fill(0n);
  return [...before, ...zeros, ...after].reduce((sum, group) => (sum << 16n) | group, 0n);
}

/** The 16-bit groups of a piece of an IPv6 address, which may end as IPv4: `::ffff:192.0.2.1`. */
function groups(text: string): bigint[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [BigInt(`0x${group}`)];
    const bits = bitsOf(group);
    return [bits >> 16n, bits & 0xffffn];
  });
}
