import {
  actionMatches,
  claimPinning,
  demandsRolesClaim,
  entraIssuer,
  evaluate,
  type Principal,
  type Statement,
  type TrustPolicy,
  type WebIdentityContext,
} from '@entra-aws-creds/trust-policy';
import { grantsOf } from './trusted-issuers.ts';

const MOST_NAMES = 3;

/** Keys of AWS that hold who gets in to nothing that has to be said. */
const CLAIMS = /:(aud|oaud|sub)$/i;

/**
 * Who can assume a role by its policy, each in a sentence, in the order of its statements. Whether a
 * statement that denies keeps some of them out shows only in that nobody gets in at all.
 */
export function whoGetsIn(
  policy: TrustPolicy,
  contexts: readonly WebIdentityContext[],
): readonly string[] {
  const sentences = grantsOf(policy).flatMap((statement) => {
    const { principal } = statement;
    if (principal.negated) return ['Everyone except the principals that NotPrincipal names.'];
    const byToken = actionMatches(statement.action, 'sts:AssumeRoleWithWebIdentity') === 'true';
    const tokens = contexts.filter(({ provider }) => {
      return byToken && principal.entries.some(({ value }) => value === provider.arn);
    });
    const others = principal.entries.filter(({ value }) => {
      return !tokens.some(({ provider }) => provider.arn === value);
    });
    return [
      ...tokens.map((context) => `${identityOf(statement, policy, context)}${onlyIf(statement)}.`),
      ...(others.length === 0 ? [] : [`${inWords(others)}${onlyIf(statement)}.`]),
    ];
  });
  const distinct = [...new Set(sentences)];
  const refused =
    contexts.length > 0 && contexts.every((one) => evaluate(policy, one).answer === 'refuses');
  const othersGetIn = grantsOf(policy).some(({ principal: { entries, negated } }) => {
    return negated || entries.some(({ type }) => type !== 'Federated');
  });
  return refused && !othersGetIn ? ['Nobody, as the policy stands.'] : distinct;
}

function identityOf(
  statement: Statement,
  policy: TrustPolicy,
  context: WebIdentityContext,
): string {
  const { token, role } = context;
  const { aud, oaud, sub } = claimPinning(statement, policy, token.issuer, role);
  const entra = entraIssuer(token.issuer);
  if (entra === undefined) {
    const who = sub === undefined ? patternOn(statement, context) : `the subject ${named(sub)}`;
    const what = aud === undefined ? 'any audience of the provider' : named(aud);
    return capital(`${who} of ${token.issuer}, with a token for ${what}`);
  }
  const where = `of tenant ${entra.tenant}`;
  if (entra.version === '1.0') {
    const who = sub === undefined ? 'any service principal' : `service principal ${named(sub)}`;
    const what = aud === undefined ? 'any audience that the provider lists' : named(aud);
    return capital(`${who} ${where}, with a v1.0 token for ${what}`);
  }
  const client =
    aud === undefined ? 'any application that the provider lists' : `application ${named(aud)}`;
  const as = sub === undefined ? ', or whoever signs in to it' : ` as ${named(sub)}`;
  const what = oaud === undefined ? 'any application' : named(oaud);
  return capital(`${client} ${where}${as}, with a v2.0 token for ${what}`);
}

/** What is known of a subject that is not fixed. */
function patternOn({ conditions }: Statement, { claims }: WebIdentityContext): string {
  const open = conditions.find(({ key, operator }) => {
    return (
      key.toLowerCase() === claims.sub.key.toLowerCase() && operator.comparison === 'StringLike'
    );
  });
  return open === undefined ? 'any subject' : `any subject like ${named(open.values)}`;
}

function inWords(entries: readonly Principal[]): string {
  if (entries.some(({ value }) => value === '*')) return 'Everyone';
  return named(entries.map(({ value }) => value));
}

/** What else has to hold. */
function onlyIf(statement: Statement): string {
  const keys = statement.conditions
    .map(({ key }) => key)
    .filter((key) => !CLAIMS.test(key) && key.toLowerCase() !== 'sts:roleauthorizedbyidp');
  const claim = demandsRolesClaim(statement)
    ? ', if the roles claim of the token names this role'
    : '';
  return keys.length === 0
    ? claim
    : `${claim}, if its conditions on ${named([...new Set(keys)])} hold`;
}

function named(values: readonly string[]): string {
  const shown = values.slice(0, MOST_NAMES);
  const more = values.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length < 2
    ? (shown[0] ?? 'nothing')
    : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
