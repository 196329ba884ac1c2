import { type Members, oneOf, strings } from './element.ts';
import type { JsonNode } from './json-document.ts';
import { quoted, type Report } from './parse-problem.ts';
import type { Principal, PrincipalElement, PrincipalType } from './policy-document.ts';

const PRINCIPAL_TYPES: readonly PrincipalType[] = ['AWS', 'Federated', 'Service', 'CanonicalUser'];

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export function parsePrincipal(
  statement: JsonNode,
  members: Members,
  report: Report,
): PrincipalElement | undefined {
  const found = oneOf(statement, members, 'Principal', report);
  if (found === undefined) return undefined;
  const { node, negated } = found;
  if (negated) {
    const message = 'IAM no longer accepts NotPrincipal in a trust policy: use Principal.';
    report(node, 'forbidden-element', message, 'tolerable');
  }
  const { path } = node;
  if (node.type === 'string' && node.text === '*') {
    return { path, negated, entries: [{ type: '*', value: '*', path }] };
  }
  if (node.type !== 'object') {
    report(
      node,
      'invalid-principal',
      'Principal must be "*" or an object such as {"Federated": …}.',
    );
    return undefined;
  }
  const entries: Principal[] = [];
  for (const [name, member] of node.members) {
    const type = PRINCIPAL_TYPES.find((known) => known === name);
    if (type === undefined) {
      const message = `${quoted(name)} is not a kind of principal: use one of ${PRINCIPAL_TYPES.join(', ')}.`;
      report(member, 'invalid-principal', message);
      continue;
    }
    for (const item of strings(member, name, report)) {
      entries.push({ type, value: item.text, path: item.path });
    }
  }
  return { path, negated, entries };
}
