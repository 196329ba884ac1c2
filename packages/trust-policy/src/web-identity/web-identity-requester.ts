import { quoted } from '../document/parse-problem.ts';
import type { Condition, Principal, Statement } from '../document/policy-document.ts';
import { listed, quotedKey, type Requester } from '../evaluation/obstacle.ts';
import { keyState } from '../evaluation/request-context.ts';
import { mistakeInKey, mistakeInProvider } from './mistaken-key.ts';
import { actionsJson, isClaimKey } from './required-trust.ts';
import type { WebIdentityContext } from './web-identity-context.ts';

/** A token that asks for a role. */
export const WEB_IDENTITY: Requester<WebIdentityContext> = {
  inWords: 'this token',
  principal: ({ provider }) => provider.arn,
  mistakenPrincipal,
  changeDenial: ({ id }, condition) =>
    condition === undefined
      ? `Remove the statement ${id}, or remove this provider from it.`
      : `Change ${condition.path} so that the Deny does not match this token.`,
  changePrincipal,
  changeAction,
  changeCondition: ({ condition }, context) => changeCondition(condition, context),
};

function mistakenPrincipal(
  { principal }: Statement,
  context: WebIdentityContext,
): Principal | undefined {
  return principal.entries.find(({ type, value }) => {
    return type === 'Federated' && mistakeInProvider(value, context)?.meant !== undefined;
  });
}

function changePrincipal(statement: Statement, context: WebIdentityContext): string {
  const { negated, entries, path } = statement.principal;
  const { arn } = context.provider;
  if (negated) {
    return `Replace NotPrincipal at ${statement.path} by {"Federated": "${arn}"} as Principal.`;
  }
  const mistaken = mistakenPrincipal(statement, context);
  const everyAws = entries.some(({ type, value }) => type === 'AWS' && value === '*');
  const meant = mistaken === undefined ? `{"Federated": "${arn}"}` : `"${arn}"`;
  const why = everyAws ? ': {"AWS": "*"} admits no web identity' : '';
  return `Set ${(mistaken ?? { path }).path} to ${meant}${why}.`;
}

function changeAction(
  { path: at, action }: Statement,
  asked: string,
  context: WebIdentityContext,
): string {
  const actions = actionsJson(context);
  if (action.negated) return `Replace NotAction at ${at} by "Action": ${actions}.`;
  return asked === context.action
    ? `Set ${action.path} to ${actions}.`
    : `Add "${asked}" to ${action.path}.`;
}

function changeCondition(condition: Condition, context: WebIdentityContext): string {
  const { key, path, operator } = condition;
  const state = keyState(context, key);
  const mistake = isClaimKey(key) ? mistakeInKey(key, context) : undefined;
  if (mistake?.meant !== undefined) {
    return `Rename the key at ${path} to ${quotedKey(mistake.meant)}: ${quotedKey(key)} ${mistake.reason}.`;
  }
  if (mistake !== undefined) return `Remove ${path}: ${quotedKey(key)} ${mistake.reason}.`;
  if (state.state === 'unknown') return `Check ${path} in AWS, or pass its value to the check.`;
  if (state.state === 'absent') return `Remove ${path}: a request with this token has no such key.`;
  const [value] = state.values;
  const settable = /^(ForAnyValue:)?(String|Arn)/.test(operator.text) && !/Not/.test(operator.text);
  return settable && value !== undefined
    ? `Set ${path} to ${quoted(value)}.`
    : `Change ${path} so that it holds for ${listed(state.values)}.`;
}
