import fc from 'fast-check';
import { ACCOUNT, SUBJECT, V1, V1_PROVIDER, V2, V2_PROVIDER } from './fixtures.ts';

/** Values of requests and of policies that each operator understands, and a few that meet. */
const text = fc.oneof(fc.constantFrom('a', 'A', 'ab', 'b', ''), fc.string({ maxLength: 4 }));
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 });
const number = fc.oneof(
  fc.integer({ min: -9, max: 9 }).map(String),
  fc.constantFrom('1.5', '-0.25', '2.0'),
);
const date = fc
  .integer({ min: 0, max: 5 })
  .chain((day) =>
    fc.constantFrom(
      `2026-01-0${day + 1}`,
      `2026-01-0${day + 1}T00:00:00Z`,
      `2026-01-0${day + 1}T01:30:00+01:30`,
    ),
  );
const boolean = fc.constantFrom('true', 'false');
const base64 = fc
  .uint8Array({ maxLength: 2 })
  .map((bytes) => Buffer.from(bytes).toString('base64'));
const ipv4 = fc
  .tuple(fc.constantFrom(10, 192), fc.nat(3), fc.nat(255), fc.nat(255))
  .map((octets) => octets.join('.'));
const ipv6 = fc.oneof(fc.ipV6(), fc.constantFrom('::', '::1', '2001:db8::1', '::ffff:10.0.0.1'));
const range = fc.oneof(
  fc.tuple(ipv4, fc.nat(32)).map(([address, bits]) => `${address}/${bits}`),
  fc.tuple(ipv6, fc.nat(128)).map(([address, bits]) => `${address}/${bits}`),
  ipv4,
  ipv6,
);
const arnPart = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 2 });
const arn = fc
  .array(arnPart, { minLength: 5, maxLength: 7 })
  .map((parts) => ['arn', ...parts].join(':'));
const arnPattern = fc
  .array(pattern, { minLength: 5, maxLength: 6 })
  .map((parts) => ['arn', ...parts].join(':'));

interface Values {
  readonly request: fc.Arbitrary<string>;
  readonly policy: fc.Arbitrary<string>;
}

export function valuesFor(comparison: string): Values {
  if (comparison.startsWith('Numeric')) return { request: number, policy: number };
  if (comparison.startsWith('Date')) return { request: date, policy: date };
  if (comparison.startsWith('Arn')) return { request: arn, policy: arnPattern };
  if (comparison.includes('IpAddress')) return { request: fc.oneof(ipv4, ipv6), policy: range };
  if (comparison === 'Bool' || comparison === 'Null') return { request: boolean, policy: boolean };
  if (comparison === 'BinaryEquals') return { request: base64, policy: base64 };
  return { request: text, policy: comparison.includes('Like') ? pattern : text };
}

const key = fc.constantFrom(
  `${V1}:aud`,
  `${V1}:sub`,
  `${V1}:oaud`,
  `${V1.slice(0, -1)}:aud`,
  `${V1}:roles`,
  `${V2}:aud`,
  'sts:RoleSessionName',
  'aws:SourceIp',
  'aws:username',
);
const value = fc.constantFrom(
  'api://aws',
  'api://*',
  '*',
  SUBJECT,
  'x',
  `\${${V1}:sub}`,
  '${',
  '10.0.0.0/8',
);
const operator = fc.constantFrom(
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringEqualsIfExists',
  'ForAllValues:StringLike',
  'ForAnyValue:StringNotEquals',
  'ArnLike',
  'IpAddress',
  'Null',
);
const oneOrMany = <T>(item: fc.Arbitrary<T>) => fc.oneof(item, fc.array(item, { maxLength: 3 }));
const principal = fc.oneof(
  fc.constant('*'),
  fc.record({ Federated: oneOrMany(fc.constantFrom(V1_PROVIDER, V2_PROVIDER, '*')) }),
  fc.record({ AWS: oneOrMany(fc.constantFrom('*', ACCOUNT)), Federated: fc.constant(V1_PROVIDER) }),
);
const action = oneOrMany(
  fc.constantFrom('sts:AssumeRoleWithWebIdentity', 'sts:*', '*', 'sts:TagSession'),
);

/** Statements that IAM would take, likely to touch the v1.0 token of the fixtures. */
export const statement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    principal: fc.tuple(fc.constantFrom('Principal', 'Principal', 'NotPrincipal'), principal),
    action: fc.tuple(fc.constantFrom('Action', 'Action', 'NotAction'), action),
    Condition: fc.dictionary(operator, fc.dictionary(key, oneOrMany(value), { maxKeys: 3 }), {
      maxKeys: 3,
    }),
  })
  .map(({ Effect, principal: [who, names], action: [what, actions], Condition }) => {
    return { Effect, [who]: names, [what]: actions, Condition } as Record<string, unknown>;
  });

export const statements = fc.array(statement, { minLength: 1, maxLength: 4 });
