import {
  actionMatches,
  entraIssuer,
  handsOutRole,
  type Principal,
  type Statement,
  type TrustPolicy,
} from '@entra-aws-creds/trust-policy';

/** An issuer whose tokens a policy lets in. */
export interface TrustedIssuer {
  /** `iss` of its tokens. */
  readonly issuer: string;
  /** The principal as written. */
  readonly principal: string;
  /** Undefined for an issuer that is not one of Entra's. */
  readonly tenant: string | undefined;
  /** Account in the principal's ARN. */
  readonly account: string | undefined;
}

/** AWS's own names for the providers that need none of IAM's. */
const BUILT_IN: readonly string[] = [
  'accounts.google.com',
  'cognito-identity.amazonaws.com',
  'graph.facebook.com',
  'www.amazon.com',
];

const EXCHANGE = 'sts:AssumeRoleWithWebIdentity';

/** The statements of a policy that hand the role out. */
export function grantsOf({ statements }: TrustPolicy): readonly Statement[] {
  return statements.filter(({ effect, action }) => effect === 'Allow' && handsOutRole(action));
}

/** Every OpenID Connect issuer that a policy trusts by name, each once. */
export function trustedIssuers(policy: TrustPolicy): readonly TrustedIssuer[] {
  const found = new Map<string, TrustedIssuer>();
  for (const { principal } of grantsOf(policy)) {
    for (const entry of principal.negated ? [] : principal.entries) {
      const trusted = issuerOf(entry);
      if (trusted !== undefined && !found.has(trusted.issuer)) found.set(trusted.issuer, trusted);
    }
  }
  return [...found.values()];
}

/** Whether everyone is let in who has a token of any provider: `"*"`, `NotPrincipal`. */
export function trustsEveryone(policy: TrustPolicy): boolean {
  return grantsOf(policy).some(({ principal, action }) => {
    if (actionMatches(action, EXCHANGE) !== 'true') return false;
    return principal.negated || principal.entries.some(({ value }) => value === '*');
  });
}

/** The issuers of Entra whose claims the grants of a policy look at, whomever they name as principal. */
export function issuersInConditions(policy: TrustPolicy): readonly string[] {
  const keys = grantsOf(policy).flatMap(({ conditions }) => conditions.map(({ key }) => key));
  const found = keys.flatMap((key) => {
    return entraIssuer(key.slice(0, key.lastIndexOf(':')))?.issuer ?? [];
  });
  return [...new Set(found)];
}

/** The issuer that a principal stands for; undefined for an AWS principal, a service, a SAML provider. */
export function issuerOf({ type, value }: Principal): TrustedIssuer | undefined {
  if (type !== 'Federated') return undefined;
  const [, account, name] = /^arn:[^:]*:iam::([^:]*):oidc-provider\/(.+)$/s.exec(value) ?? [];
  if (name === undefined) {
    if (!BUILT_IN.includes(value)) return undefined;
    return { issuer: `https://${value}`, principal: value, tenant: undefined, account: undefined };
  }
  const entra = entraIssuer(name);
  const issuer = entra?.issuer ?? `https://${name}`;
  return { issuer, principal: value, tenant: entra?.tenant, account };
}
