import type { Statement, TrustPolicy } from '../document/policy-document.ts';
import type { IdentityProvider } from '../web-identity/identity-provider.ts';
import type { MergeConflict } from './merge-conflict.ts';

/** The statement to be, and how to know it again. */
export interface OwnStatement {
  /** Letters and digits; nobody else's statement has it. */
  readonly sid: string;
  readonly provider: IdentityProvider;
  readonly pins: ClaimPins;
  /** What it must allow besides the exchange of the token, such as `sts:TagSession`. */
  readonly furtherActions?: readonly string[];
  /** What stands for `aud` in a statement that somebody wrote for this one to take over. */
  readonly placeholder?: string;
}

/** What the statement's conditions on claims must equal: one value each. What is left out stays as it is. */
export interface ClaimPins {
  readonly aud: string;
  /** Of a service principal, which decides `oaud` too. People have as many subjects as they are. */
  readonly sub?: string;
  /** Of v2.0 tokens, whose `aud` for AWS is the client. */
  readonly oaud?: string;
  /** Demands that the token itself names the role, as tokens with a roles claim do. */
  readonly rolesClaim?: true;
}

/** The statement that is ours in `policy`, by its Sid, else by provider and placeholder. */
export function findOwn(
  { statements }: TrustPolicy,
  own: OwnStatement,
): Statement | readonly MergeConflict[] | undefined {
  const bySid = statements.filter(({ sid }) => sid === own.sid);
  const found = bySid.length > 0 ? bySid : statements.filter((one) => isPlaceholder(one, own));
  const [statement, ...others] = found;
  if (statement === undefined) return undefined;
  if (others.length > 0) return others.map((other) => severalOwn(other, statement));
  const conflicts = conflictsOf(statement, own, bySid.length > 0);
  return conflicts.length > 0 ? conflicts : statement;
}

function severalOwn({ path }: Statement, first: Statement): MergeConflict {
  return {
    code: 'several-own-statements',
    path,
    message: `Both this statement and ${first.path} could be the one meant: remove one of them.`,
  };
}

function isPlaceholder(statement: Statement, own: OwnStatement): boolean {
  if (own.placeholder === undefined) return false;
  return audiencesOf(statement, own).includes(own.placeholder) && namesProvider(statement, own);
}

function namesProvider({ principal }: Statement, { provider }: OwnStatement): boolean {
  return principal.entries.some(
    ({ type, value }) => type === 'Federated' && value === provider.arn,
  );
}

/** The values that conditions on the provider's `aud` ask for, by whatever operator. */
function audiencesOf({ conditions }: Statement, { provider }: OwnStatement): readonly string[] {
  const key = `${provider.keyPrefix}:aud`.toLowerCase();
  return conditions.filter((one) => one.key.toLowerCase() === key).flatMap(({ values }) => values);
}

function conflictsOf(
  statement: Statement,
  own: OwnStatement,
  isMarked: boolean,
): readonly MergeConflict[] {
  const { path, effect, principal } = statement;
  const conflicts: MergeConflict[] = [];
  const add = (code: MergeConflict['code'], at: string, message: string) =>
    conflicts.push({ code, path: at, message });
  if (effect !== 'Allow') {
    add('not-an-allowance', path, 'This statement is a Deny, and an Allow is to take its place.');
  }
  if (principal.negated) {
    add('not-principal', principal.path, 'NotPrincipal admits everyone it does not name.');
  } else if (principal.entries.length > 1) {
    add(
      'several-principals',
      principal.path,
      'This statement admits others besides the provider, for whom the conditions would change too.',
    );
  } else if (!namesProvider(statement, own)) {
    add('other-provider', principal.path, `This statement does not trust ${own.provider.arn}.`);
  }
  const others = audiencesOf(statement, own).filter((value) => value !== own.placeholder);
  if (!isMarked && others.length > 0) {
    add(
      'other-audiences',
      path,
      `Besides the placeholder this statement admits the audience ${others.join(', ')}, which may be in use.`,
    );
  }
  return conflicts;
}
