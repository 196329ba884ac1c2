import { type ParsedPolicy, parsePolicy, parsePolicyText } from '@entra-aws-creds/trust-policy';
import { isMap, LineCounter, type Node, parseDocument } from 'yaml';
import type { FoundPolicies, RolePolicy } from '../role-policy.ts';
import { type Branch, resolver } from './intrinsics.ts';
import { fieldOf, fieldsOf, plainTexts, TemplateTooLarge } from './template-node.ts';
import { unreadable } from './unreadable-file.ts';

/**
 * Every role of a CloudFormation or SAM template, YAML or JSON, by its logical ID: whatever resource has an
 * `AssumeRolePolicyDocument`. What is known only at deployment stands as `<Name>`; of conditions
 * both outcomes are judged.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-reference.html
 */
export function readTemplate(file: string, text: string): FoundPolicies {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    logLevel: 'silent',
    prettyErrors: false,
  });
  const [error] = document.errors;
  if (error !== undefined) {
    const what = `The file is neither JSON nor YAML here: ${error.message}.`;
    return unreadable(file, what, lines.linePos(error.pos[0]).line);
  }
  const root = document.contents;
  const resources = isMap(root) ? fieldOf(root, 'Resources') : undefined;
  if (!isMap(resources)) {
    return unreadable(
      file,
      'This is no trust policy, no template and no plan: it has no Statement, no Resources and no planned_values. Of Terraform give the output of "terraform show -json PLAN".',
    );
  }
  try {
    const roles = fieldsOf(resources).flatMap(([id, resource, written]) => {
      const properties = isMap(resource) ? fieldOf(resource, 'Properties') : undefined;
      const policy = isMap(properties)
        ? fieldOf(properties, 'AssumeRolePolicyDocument')
        : undefined;
      if (policy === undefined) return [];
      const lineOf = (node: Node) => lines.linePos(node.range?.[0] ?? 0).line;
      const variants = ([0, 1] as const).map((branch) =>
        policyIn(policy, root as Node, document, branch, lineOf),
      );
      const place = { artifact: file, line: lineOf(written) };
      return rolesOf(id, place, variants);
    });
    return { roles, unjudged: [] };
  } catch (error) {
    if (!(error instanceof TemplateTooLarge)) throw error;
    return unreadable(
      file,
      'The template is nested too deeply, or its aliases make too much of it.',
    );
  }
}

/** One role, or two where a condition decides what its policy says. */
function rolesOf(
  id: string,
  place: RolePolicy['place'],
  variants: readonly { readonly parsed: ParsedPolicy; readonly text: string }[],
): readonly RolePolicy[] {
  const [first, second] = variants;
  const different = first !== undefined && second !== undefined && first.text !== second.text;
  const shown = different ? variants : variants.slice(0, 1);
  return shown.map(({ parsed }, index) => ({
    name: different ? `${id} (${index === 0 ? 'if' : 'unless'} its conditions hold)` : id,
    arn: undefined,
    partition: 'aws',
    account: undefined,
    place,
    parsed,
  }));
}

function policyIn(
  policy: Node,
  root: Node,
  document: ReturnType<typeof parseDocument>,
  branch: Branch,
  lineOf: (node: Node) => number,
): { readonly parsed: ParsedPolicy; readonly text: string } {
  const places = new Map<string, number>();
  const resolve = resolver(document, root, branch, (path, node) => places.set(path, lineOf(node)));
  const value = resolve(policy, '$');
  const text = typeof value === 'string' ? value : JSON.stringify(plainTexts(value));
  if (typeof value !== 'string') {
    const { policy: parsed, problems } = parsePolicy(plainTexts(value));
    const located = problems.map((one) => ({ ...one, line: places.get(one.path) }));
    return { parsed: { policy: parsed, problems: located, lines: places }, text };
  }
  const first = lineOf(policy);
  const parsed = parsePolicyText(text);
  const lines = new Map([...parsed.lines].map(([path]) => [path, first] as const));
  const problems = parsed.problems.map((one) => ({ ...one, line: first }));
  return { parsed: { policy: parsed.policy, problems, lines }, text };
}
