import { compactSize, LARGEST_QUOTA } from './compact-size.ts';
import { type JsonNode, readJsonText, readJsonValue, UnreadableJson } from './json-document.ts';
import { type ParseProblem, quoted, type Report } from './parse-problem.ts';
import type { PolicyVersion, Statement, TrustPolicy } from './policy-document.ts';
import { parseStatement } from './statement.ts';
import { unwrapped } from './wrapped-policy.ts';

export interface ParsedPolicy {
  /** Undefined when a problem is fatal. */
  readonly policy: TrustPolicy | undefined;
  readonly problems: readonly ParseProblem[];
  /** Line of every path, when the policy was given as text. */
  readonly lines: ReadonlyMap<string, number>;
}

/**
 * Reads a trust policy from text, plain or percent-encoded as `iam:GetRole` returns it.
 * Never throws: whatever is odd comes back as a problem, with its path and line.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
 */
export function parsePolicyText(text: string): ParsedPolicy {
  return parsed(() => readJsonText(decodedIfEncoded(text)));
}

/**
 * Reads a trust policy from a file, also one that holds more than the policy: the answer of
 * `aws iam get-role`, or the policy as a JSON string, as Terraform and CloudFormation hand it
 * out. Paths begin at the policy; lines are those of the file. Never throws.
 */
export function parsePolicyFile(text: string): ParsedPolicy {
  return parsed(() => unwrapped(readJsonText(decodedIfEncoded(text))));
}

/** Reads a trust policy from what `JSON.parse` returned. Never throws. */
export function parsePolicy(value: unknown): ParsedPolicy {
  return parsed(() => readJsonValue(value));
}

/** As `iam:GetRole` returns it. */
function decodedIfEncoded(text: string): string {
  if (!/^\s*%7B/i.test(text)) return text;
  try {
    return decodeURIComponent(text.trim());
  } catch {
    return text;
  }
}

function parsed(readJson: () => JsonNode): ParsedPolicy {
  const problems: ParseProblem[] = [];
  try {
    const root = readJson();
    const lines = linesOf(root);
    const policy = parseDocument(root, ({ path }, code, message, severity = 'fatal') => {
      problems.push({ code, path, line: lines.get(path), message, fatal: severity === 'fatal' });
    });
    const lost = problems.some(({ fatal }) => fatal);
    return { policy: lost ? undefined : policy, problems, lines };
  } catch (error) {
    if (!(error instanceof UnreadableJson)) throw error;
    return { policy: undefined, problems: [error.problem], lines: new Map() };
  }
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
function parseDocument(root: JsonNode, report: Report): TrustPolicy | undefined {
  if (root.type !== 'object') {
    report(root, 'wrong-type', `The policy must be an object, not a ${root.type}.`);
    return undefined;
  }
  for (const [name, member] of root.members) {
    if (name === 'Version' || name === 'Id' || name === 'Statement') continue;
    const hint = /^(Role|AssumeRolePolicyDocument)$/.test(name)
      ? 'give the value of AssumeRolePolicyDocument itself'
      : 'a policy has Version, Id and Statement, in exactly this case';
    report(member, 'unknown-element', `${quoted(name)} is not an element of a policy: ${hint}.`);
  }
  const id = root.members.get('Id');
  if (id !== undefined && id.type !== 'string') report(id, 'wrong-type', 'Id must be a string.');
  const version = parseVersion(root.members.get('Version'), report);
  const block = root.members.get('Statement');
  if (block === undefined) {
    report(root, 'missing-element', 'The policy has no Statement.');
    return undefined;
  }
  const nodes = block.type === 'list' ? block.items : [block];
  if (nodes.length === 0) report(block, 'missing-element', 'The policy has no statement.');
  const size = compactSize(root);
  if (size > LARGEST_QUOTA) {
    const message = `IAM stores at most ${LARGEST_QUOTA} characters of a trust policy, and this one has ${size}.`;
    report(root, 'too-large', message, 'tolerable');
  }
  const statements = nodes.map((node) => parseStatement(node, report));
  const whole = statements.filter((statement) => statement !== undefined);
  return { version, statements: withIds(whole, report) };
}

/**
 * Without `Version` the old language applies.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
 */
function parseVersion(node: JsonNode | undefined, report: Report): PolicyVersion {
  if (node === undefined) return '2008-10-17';
  if (node.type === 'string' && (node.text === '2012-10-17' || node.text === '2008-10-17')) {
    return node.text;
  }
  report(node, 'invalid-version', 'Version must be "2012-10-17" (or the older "2008-10-17").');
  return '2008-10-17';
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html */
function withIds(statements: readonly Statement[], report: Report): Statement[] {
  const times = new Map<string, number>();
  for (const { sid } of statements) if (sid) times.set(sid, (times.get(sid) ?? 0) + 1);
  const seen = new Set<string>();
  return statements.map((statement) => {
    const { sid, path } = statement;
    if (!sid) return statement;
    if (times.get(sid) === 1) return { ...statement, id: sid };
    if (seen.has(sid)) {
      report(
        { path: `${path}.Sid` },
        'duplicate-sid',
        `IAM refuses a second statement ${quoted(sid)}.`,
        'tolerable',
      );
    }
    seen.add(sid);
    return statement;
  });
}

function linesOf(root: JsonNode): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const walk = (node: JsonNode) => {
    if (node.line === undefined) return;
    lines.set(node.path, node.line);
    if (node.type === 'object') for (const member of node.members.values()) walk(member);
    if (node.type === 'list') for (const item of node.items) walk(item);
  };
  walk(root);
  return lines;
}
