import { quoted, quotedList } from '../document/parse-problem.ts';
import type { Condition, Statement, TrustPolicy } from '../document/policy-document.ts';
import { holdsWithoutKey } from '../evaluation/evaluate-condition.ts';
import { keyState } from '../evaluation/request-context.ts';
import type { Finding, FindingCode, Severity } from '../finding.ts';
import { conditionsOn, furtherValues, hasOpenValues, pinnedValues } from './claim-pinning.ts';
import { entraIssuer } from './entra-issuer.ts';
import { isClaimKey, tightened } from './required-trust.ts';
import type { ClaimKey, WebIdentityContext } from './web-identity-context.ts';

interface Need {
  readonly key: string;
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly why: string;
}

/**
 * What an `Allow` must pin. Every service principal of a tenant can get a v1.0 token for any
 * audience, so only `:sub` tells them apart. In a v2.0 token `:aud` is the client, and
 * `:oaud` the application that the token was meant for; `:sub` is then who used the client, which
 * makes a difference only if people can sign in to it.
 *
 * @see https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
function needs(context: WebIdentityContext): Need[] {
  const { claims, token } = context;
  if (token.holder === 'person') return [personsAud(claims.aud)];
  const clientIsPinnedByAud = token.version === '2.0' && token.authorizedParty !== undefined;
  const aud: Need = {
    key: claims.aud.key,
    code: 'TRUST_NO_AUD',
    severity: 'high',
    why: `Nothing pins ${claims.aud.key}: any token of ${whole(context)} that the identity provider accepts gets in, for whichever application it was meant.`,
  };
  const sub: Need = clientIsPinnedByAud
    ? {
        key: claims.sub.key,
        code: 'TRUST_NO_SUB',
        severity: 'low',
        why: `Nothing pins ${claims.sub.key}: if people can sign in to the client, each of them gets the role as its own service principal does.`,
      }
    : {
        key: claims.sub.key,
        code: 'TRUST_NO_SUB',
        severity: 'high',
        why: `Nothing pins ${claims.sub.key}: ${anybody(context)} can get a token for this audience, and with it the role.`,
      };
  const oaud: Need = {
    key: claims.oaud.key,
    code: 'TRUST_NO_OAUD',
    severity: 'medium',
    why: `Nothing pins ${claims.oaud.key}: of a v2.0 token :aud is the client, so every API that this client calls can use the token it receives to get the role.`,
  };
  return [aud, sub, ...(token.version === '2.0' ? [oaud] : [])];
}

/** Who gives the tokens out, as a whole. */
function whole({ token }: WebIdentityContext): string {
  return entraIssuer(token.issuer) === undefined ? 'the issuer' : 'the tenant';
}

function anybody({ token }: WebIdentityContext): string {
  const isEntra = entraIssuer(token.issuer) !== undefined;
  return isEntra ? 'any service principal of the tenant' : 'whomever the issuer knows';
}

/** Who is assigned to the application decides, and `:sub` is another for each person. */
function personsAud({ key }: ClaimKey): Need {
  return {
    key,
    code: 'TRUST_NO_AUD',
    severity: 'high',
    why: `Nothing pins ${key}: whoever signs in to any application that the identity provider accepts gets in, and not only those who are assigned to this one.`,
  };
}

interface Admission {
  readonly claim: ClaimKey;
  readonly code: FindingCode;
  readonly severity: Severity;
  /** Whom a value that is not this token's lets in. */
  readonly whoElse: string;
}

/** What a list of values lets in besides. Of a v1.0 token `:oaud` is `:aud` once more. */
function admissions({ claims, token }: WebIdentityContext): Admission[] {
  const ofAud = token.version === '2.0' ? 'client' : 'audience';
  const aud: Admission = {
    claim: claims.aud,
    code: 'TRUST_AUD_SEVERAL',
    severity: 'high',
    whoElse: `a token of another ${ofAud} gets the role`,
  };
  if (token.holder === 'person') return [aud];
  const sub: Admission = {
    claim: claims.sub,
    code: 'TRUST_SUB_SEVERAL',
    severity: 'high',
    whoElse: 'identities other than this pipeline get the role',
  };
  const oaud: Admission = {
    claim: claims.oaud,
    code: 'TRUST_OAUD_SEVERAL',
    severity: 'medium',
    whoElse: 'whoever receives a token of this client for another application can pass it on',
  };
  return [aud, sub, ...(token.version === '2.0' ? [oaud] : [])];
}

/** Findings on the claims of one `Allow` statement for this token's provider. */
export function claimFindings(
  statement: Statement,
  policy: TrustPolicy,
  context: WebIdentityContext,
): Finding[] {
  const corrected = tightened(statement, context);
  const finding = (code: FindingCode, severity: Severity, path: string, why: string): Finding => {
    return { code, severity, statement: statement.id, path, why, corrected };
  };
  const admitsMissing = (condition: Condition) =>
    holdsWithoutKey(condition, policy.version, context) === 'true';
  const needed = needs(context);
  const findings = needed.flatMap(({ key, code, severity, why }) => {
    // Being open is no worse than not being there, where that hardly matters.
    const openness = severity === 'low' ? 'low' : 'high';
    const conditions = conditionsOn(statement, key);
    const pinned = pinnedValues(statement, key, policy, context);
    if (pinned !== undefined) return [];
    const missing = conditions.find(admitsMissing);
    const open = conditions.find((condition) => hasOpenValues(condition, policy));
    const found = [
      ...(missing
        ? [finding('TRUST_MISSING_KEY', openness, missing.path, missingKey(missing))]
        : []),
      ...(open ? [finding('TRUST_WILDCARD', openness, open.path, wildcard(open))] : []),
    ];
    return found.length > 0 ? found : [finding(code, severity, pathOf(conditions, statement), why)];
  });
  for (const { claim, code, severity, whoElse } of admissions(context)) {
    const others = furtherValues(statement, claim, policy, context);
    if (others.length === 0) continue;
    const why = `${claim.key} may be ${quotedList(others)}: ${whoElse}.`;
    findings.push(
      finding(code, severity, pathOf(conditionsOn(statement, claim.key), statement), why),
    );
  }
  const rest = statement.conditions.filter(({ key }) => {
    return isClaimKey(key) && !needed.some((one) => one.key.toLowerCase() === key.toLowerCase());
  });
  const isPinned = ({ key }: Condition) =>
    pinnedValues(statement, key, policy, context) !== undefined;
  const absent = ({ key }: Condition) => keyState(context, key).state === 'absent';
  const loose = rest.filter(admitsMissing);
  const missing = loose.find(absent) ?? loose.find((condition) => !isPinned(condition));
  if (missing !== undefined) {
    const severity = absent(missing) ? 'medium' : 'low';
    findings.push(finding('TRUST_MISSING_KEY', severity, missing.path, missingKey(missing)));
  }
  const open = rest.find((one) => !absent(one) && hasOpenValues(one, policy) && !isPinned(one));
  if (open !== undefined) {
    findings.push(finding('TRUST_WILDCARD', 'low', open.path, wildcard(open)));
  }
  return findings;
}

function pathOf(conditions: readonly Condition[], statement: Statement): string {
  return conditions[0]?.path ?? statement.path;
}

function missingKey({ operator, key }: Condition): string {
  return `${operator.text} is also true for a token without ${key}, so the condition does not keep such tokens out.`;
}

function wildcard({ operator, key, values }: Condition): string {
  const list = values.slice(0, 3).map(quoted).join(', ');
  return `${operator.text} lets ${key} be anything that fits ${list}, which others can fit too.`;
}
