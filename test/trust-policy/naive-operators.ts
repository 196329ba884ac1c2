import { BlockList, isIPv4 } from 'node:net';

/**
 * The condition operators a second time, without regard for cost and by other means: regular
 * expressions, floating point, `Date.parse`, `BlockList`. Only for values that are well formed,
 * and without policy variables.
 */
export function naiveHolds(
  operator: string,
  policyValues: readonly string[],
  requestValues: readonly string[] | undefined,
): boolean {
  const [, set, name = '', suffix] = /^(For\w+:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (name === 'Null') return policyValues.includes(String(requestValues === undefined));
  if (requestValues === undefined && suffix) return true;
  const matches = (value: string) => {
    if (!name.includes('Not')) return policyValues.some((wanted) => same(name, value, wanted));
    return policyValues.every((wanted) => !same(name.replace('Not', ''), value, wanted));
  };
  if (set === 'ForAllValues:') return (requestValues ?? []).every(matches);
  if (set === 'ForAnyValue:') return (requestValues ?? []).some(matches);
  return requestValues === undefined ? name.includes('Not') : matches(requestValues[0] ?? '');
}

function same(name: string, value: string, wanted: string): boolean {
  if (name.startsWith('Numeric')) return ordered(name, Number(value), Number(wanted));
  if (name.startsWith('Date')) return ordered(name, Date.parse(value), Date.parse(wanted));
  if (name.startsWith('Arn')) return sameArn(value, wanted);
  if (name === 'StringLike') return naiveWildcard(wanted, value);
  if (name === 'StringEqualsIgnoreCase') return value.toLowerCase() === wanted.toLowerCase();
  if (name === 'BinaryEquals') return atob(value) === atob(wanted);
  if (name !== 'IpAddress') return value === wanted;
  const list = new BlockList();
  const [network = '', prefix] = wanted.split('/');
  const family = isIPv4(network) ? 'ipv4' : 'ipv6';
  list.addSubnet(network, Number(prefix ?? (family === 'ipv4' ? 32 : 128)), family);
  return isIPv4(value) === isIPv4(network) && list.check(value, family);
}

function ordered(name: string, value: number, wanted: number): boolean {
  const rules: Record<string, boolean> = {
    Equals: value === wanted,
    LessThan: value < wanted,
    LessThanEquals: value <= wanted,
    GreaterThan: value > wanted,
    GreaterThanEquals: value >= wanted,
  };
  return rules[name.replace(/^(Numeric|Date)/, '')] === true;
}

function sameArn(value: string, wanted: string): boolean {
  const cut = (text: string) => /^(.*?):(.*?):(.*?):(.*?):(.*?):(.*)$/s.exec(text)?.slice(1);
  const parts = cut(value);
  const patterns = cut(wanted);
  if (parts === undefined || patterns === undefined) return false;
  return patterns.every((pattern, index) => naiveWildcard(pattern, parts[index] ?? ''));
}

/** By trying everything: exponential, so for short texts only. */
export function naiveWildcard(pattern: string, text: string): boolean {
  const [first, ...rest] = [...pattern];
  if (first === undefined) return text === '';
  const [head, ...tail] = [...text];
  if (first === '*') {
    return (
      naiveWildcard(rest.join(''), text) || (text !== '' && naiveWildcard(pattern, tail.join('')))
    );
  }
  return (
    head !== undefined &&
    (first === '?' || first === head) &&
    naiveWildcard(rest.join(''), tail.join(''))
  );
}
