import { parsePolicyText } from '@entra-aws-creds/trust-policy';
import { partsOfRoleArn } from '../role-arn.ts';
import type { FoundPolicies, RolePolicy, Unjudged } from '../role-policy.ts';
import { lineFinder } from './line-finder.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** Modules nest as deep as somebody wrote them; the limit keeps a hostile plan off the call stack. */
const DEPTH_LIMIT = 64;

/** Whether a document is a plan or a state as `terraform show -json` and `tofu show -json` print them. */
export function isPlan(value: JsonObject): boolean {
  return 'planned_values' in value || ('terraform_version' in value && 'values' in value);
}

/**
 * Every role that Terraform will have made when it has applied the plan, by its address. A policy that
 * depends on what is known only after apply is not in the plan, and so is not judged.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export function readTerraformPlan(file: string, text: string, plan: JsonObject): FoundPolicies {
  const roles: RolePolicy[] = [];
  const unjudged: Unjudged[] = [];
  const lineOf = lineFinder(text);
  for (const resource of rolesIn(
    objectAt(plan['planned_values'] ?? plan['values'], 'root_module'),
  )) {
    const address = String(resource['address'] ?? 'aws_iam_role');
    const values = objectAt(resource, 'values');
    const arn = typeof values['arn'] === 'string' ? values['arn'] : undefined;
    const { partition = 'aws', account } = partsOfRoleArn(arn);
    const place = { artifact: file, line: lineOf(address) };
    const policy = values['assume_role_policy'];
    if (typeof policy === 'string') {
      const { policy: document, problems } = parsePolicyText(policy);
      const parsed = { policy: document, problems, lines: new Map<string, number>() };
      roles.push({ name: address, arn, partition, account, place, parsed });
    } else {
      const why =
        'Its trust policy is known only after apply: something in it comes of a resource that does not exist yet. Write the ARN of the identity provider out, or take it from a data source or a variable.';
      unjudged.push({ role: address, account, place, why });
    }
  }
  return { roles, unjudged };
}

function* rolesIn(module: JsonObject, depth = 0): Generator<JsonObject> {
  for (const resource of listAt(module, 'resources')) {
    if (resource['type'] === 'aws_iam_role' && resource['mode'] !== 'data') yield resource;
  }
  if (depth === DEPTH_LIMIT) return;
  for (const child of listAt(module, 'child_modules')) yield* rolesIn(child, depth + 1);
}

function objectAt(value: unknown, name: string): JsonObject {
  const member = isObject(value) ? value[name] : undefined;
  return isObject(member) ? member : {};
}

function listAt(value: JsonObject, name: string): readonly JsonObject[] {
  const member = value[name];
  return Array.isArray(member) ? member.filter(isObject) : [];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}
