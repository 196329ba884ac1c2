import { parseConditionOperator } from './condition-operator.ts';
import type { JsonNode } from './json-document.ts';
import { quoted, type Report } from './parse-problem.ts';
import type { Condition } from './policy-document.ts';

/**
 * The `Condition` element: `{operator: {key: value or list of values}}`. An empty block,
 * or an operator without keys, has no effect.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
export function parseConditions(block: JsonNode | undefined, report: Report): Condition[] {
  if (block === undefined) return [];
  if (block.type !== 'object') {
    report(block, 'wrong-type', 'Condition must be an object of operators.');
    return [];
  }
  return [...block.members].flatMap(([name, keys]) => {
    const parsed = parseConditionOperator(name);
    if ('reason' in parsed) {
      report(keys, 'invalid-operator', `${quoted(name)} ${parsed.reason}.`);
      return [];
    }
    if (keys.type !== 'object') {
      report(keys, 'wrong-type', `${name} must be an object of condition keys.`);
      return [];
    }
    const spellings = new Map<string, string>();
    return [...keys.members].map(([key, node]) => {
      checkKey(key, node, spellings, report);
      return { path: node.path, operator: parsed.operator, key, values: valuesOf(node, report) };
    });
  });
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html */
function checkKey(
  key: string,
  node: JsonNode,
  spellings: Map<string, string>,
  report: Report,
): void {
  if (!/^[^:\s]+:.+$/s.test(key)) {
    report(
      node,
      'invalid-condition-key',
      `${quoted(key)} is not a condition key such as aws:SourceIp.`,
    );
  }
  // Two spellings of one key have no documented meaning, and Access Analyzer refuses them.
  const first = spellings.get(key.toLowerCase());
  if (first === undefined) spellings.set(key.toLowerCase(), key);
  else report(node, 'duplicate-member', `${quoted(key)} repeats ${quoted(first)}.`);
}

/** Strings, numbers and booleans: quotation marks are optional around the latter two. */
function valuesOf(node: JsonNode, report: Report): string[] {
  const nodes = node.type === 'list' ? node.items : [node];
  return nodes.flatMap((item) => {
    if (item.type === 'string' || item.type === 'number' || item.type === 'boolean') {
      return [item.text];
    }
    report(item, 'wrong-type', 'A condition value must be a string, a number or a boolean.');
    return [];
  });
}
