import type { FoundPolicies } from '../role-policy.ts';
import { type RoleList, readRoleList } from './role-list.ts';
import { readTemplate } from './template.ts';
import { isPlan, readTerraformPlan } from './terraform-plan.ts';
import { readTrustPolicyFile } from './trust-policy-file.ts';
import { unreadable } from './unreadable-file.ts';

/** More than any template or policy has; the plan of a large Terraform configuration has some megabytes. */
const LARGEST = 64 * 1024 * 1024;
const LARGEST_TEMPLATE = 4 * 1024 * 1024;

/**
 * Every trust policy in a file: a policy by itself or as `aws iam get-role` prints it, the output of
 * `aws iam list-roles` or `get-account-authorization-details`, a CloudFormation or SAM template in YAML or
 * JSON, or a Terraform plan as `terraform show -json` prints it. Which of them it is shows in its content.
 * Never throws: what cannot be read is among what is not judged.
 *
 * @param file its path, as to be shown
 */
export function readPolicyFile(file: string, text: string): FoundPolicies {
  if (text.length > LARGEST) return unreadable(file, 'The file is larger than 64 MiB.');
  if (/^\uFEFF?\s*$/.test(text)) return unreadable(file, 'The file is empty.');
  const value = jsonObject(text);
  if (value !== undefined) {
    if (isPlan(value)) return readTerraformPlan(file, text, value);
    const list = roleList(value);
    if (list !== undefined) return readRoleList(file, text, list);
  }
  const isJson = value !== undefined || /^\uFEFF?\s*(["{[]|%7B)/i.test(text);
  const isTemplate = value === undefined ? !isJson : 'Resources' in value;
  if (!isTemplate) return readTrustPolicyFile(file, text);
  if (text.length > LARGEST_TEMPLATE) {
    return unreadable(file, 'The file is larger than 4 MiB, which no template is.');
  }
  return readTemplate(file, text);
}

type JsonObject = Readonly<Record<string, unknown>>;

function jsonObject(text: string): JsonObject | undefined {
  if (!/^\uFEFF?\s*\{/.test(text)) return undefined;
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as JsonObject;
  } catch {
    return undefined;
  }
}

function roleList(value: JsonObject): RoleList | undefined {
  const list = value['Roles'] ?? value['RoleDetailList'];
  return Array.isArray(list) ? list : undefined;
}
