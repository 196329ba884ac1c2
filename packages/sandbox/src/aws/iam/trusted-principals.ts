import type { TrustPolicy, TrustStatement } from '../trust-policy.ts';

/** The AWS principals that a trust policy names, as they are written. */
export function awsPrincipals(policy: TrustPolicy): readonly string[] {
  return [policy.Statement]
    .flat()
    .flatMap(({ Principal, NotPrincipal }) => [...namesIn(Principal), ...namesIn(NotPrincipal)]);
}

/** The same policy with its AWS principals called otherwise. */
export function withAwsPrincipals(
  policy: TrustPolicy,
  rename: (name: string) => string,
): TrustPolicy {
  return { ...policy, Statement: [policy.Statement].flat().map((one) => renamed(one, rename)) };
}

function renamed(statement: TrustStatement, rename: (name: string) => string): TrustStatement {
  const { Principal, NotPrincipal } = statement;
  return {
    ...statement,
    ...(Principal === undefined ? {} : { Principal: renamedIn(Principal, rename) }),
    ...(NotPrincipal === undefined ? {} : { NotPrincipal: renamedIn(NotPrincipal, rename) }),
  };
}

type Element = NonNullable<TrustStatement['Principal']>;

function namesIn(element: Element | undefined): readonly string[] {
  if (element === undefined || typeof element === 'string') return [];
  return [element['AWS'] ?? []].flat();
}

function renamedIn(element: Element, rename: (name: string) => string): Element {
  if (typeof element === 'string' || element['AWS'] === undefined) return element;
  const { AWS } = element;
  return { ...element, AWS: typeof AWS === 'string' ? rename(AWS) : AWS.map(rename) };
}
