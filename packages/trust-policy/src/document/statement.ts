import { parseConditions } from './condition-block.ts';
import { type Members, oneOf, strings } from './element.ts';
import type { JsonNode } from './json-document.ts';
import { quoted, type Report } from './parse-problem.ts';
import type { ActionElement, Statement } from './policy-document.ts';
import { parsePrincipal } from './principal-element.ts';

const ELEMENTS = [
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Principal',
  'NotPrincipal',
  'Resource',
  'NotResource',
  'Condition',
];

/**
 * A statement of a trust policy; undefined when an element it cannot do without is missing.
 * Names of elements are case-sensitive: `effect` is refused, not overlooked.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export function parseStatement(node: JsonNode, report: Report): Statement | undefined {
  if (node.type !== 'object') {
    report(node, 'wrong-type', `A statement must be an object, not a ${node.type}.`);
    return undefined;
  }
  const { members, path } = node;
  for (const [name, member] of members) {
    if (ELEMENTS.includes(name)) continue;
    const meant = ELEMENTS.find((element) => element.toLowerCase() === name.toLowerCase());
    const hint = meant === undefined ? '' : `: it must be written ${meant}`;
    report(member, 'unknown-element', `${quoted(name)} is not an element of a statement${hint}.`);
  }
  for (const name of ['Resource', 'NotResource']) {
    const member = members.get(name);
    if (member === undefined) continue;
    report(member, 'forbidden-element', `A trust policy has no ${name}: its resource is the role.`);
  }
  const sid = parseSid(members.get('Sid'), report);
  const effect = parseEffect(members.get('Effect'), node, report);
  const action = parseAction(node, members, report);
  const principal = parsePrincipal(node, members, report);
  const conditions = parseConditions(members.get('Condition'), report);
  if (effect === undefined || action === undefined || principal === undefined) return undefined;
  return { path, id: path.slice(2), sid, effect, action, principal, conditions };
}

function parseSid(node: JsonNode | undefined, report: Report): string | undefined {
  if (node === undefined) return undefined;
  if (node.type !== 'string') {
    report(node, 'wrong-type', 'Sid must be a string.');
    return undefined;
  }
  if (!/^[A-Za-z0-9]*$/.test(node.text)) {
    report(node, 'invalid-sid', 'IAM accepts only letters and digits in a Sid.', 'tolerable');
  }
  return node.text;
}

function parseEffect(
  node: JsonNode | undefined,
  statement: JsonNode,
  report: Report,
): 'Allow' | 'Deny' | undefined {
  if (node?.type === 'string' && (node.text === 'Allow' || node.text === 'Deny')) return node.text;
  if (node === undefined) report(statement, 'missing-element', 'The statement has no Effect.');
  else report(node, 'invalid-effect', 'Effect must be "Allow" or "Deny", in exactly this case.');
  return undefined;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
function parseAction(
  statement: JsonNode,
  members: Members,
  report: Report,
): ActionElement | undefined {
  const found = oneOf(statement, members, 'Action', report);
  if (found === undefined) return undefined;
  const patterns = strings(found.node, 'Action', report).map((item) => {
    if (!/^(\*|[^:\s]+:[^:\s]+)$/.test(item.text)) {
      const message = `${quoted(item.text)} is not an action: write service:Name, or *.`;
      report(item, 'invalid-action', message);
    }
    return item.text;
  });
  return { path: found.node.path, negated: found.negated, patterns };
}
