import type { RoleIdentity } from '@entra-aws-creds/bindings';
import { InputProblem, RoleArn } from '@entra-aws-creds/core/programs';
import { isJsonObject, type JsonObject, parseJsonObject } from '@entra-aws-creds/core/services';

/** The application of a role in an answer of the API. Undefined: it is none. */
export function identityOf(object: JsonObject | undefined): RoleIdentity | undefined {
  if (object === undefined) return undefined;
  const { role: arn, roleId, applicationId: clientId, tokenVersion, retired } = object;
  const isVersion = tokenVersion === 'v1' || tokenVersion === 'v2';
  if (typeof arn !== 'string' || typeof roleId !== 'string' || !isVersion) return undefined;
  const role = roleIfAny(arn);
  if (role === undefined || typeof clientId !== 'string' || clientId === '') return undefined;
  const at = typeof retired === 'string' ? new Date(retired) : undefined;
  if (at !== undefined && Number.isNaN(at.getTime())) return undefined;
  return { role, roleId, clientId, tokenVersion, retired: at };
}

/** Those in a list. Undefined: it is none, or there is something else in it. */
export function identitiesIn(body: string): readonly RoleIdentity[] | undefined {
  const listed = parseJsonObject(body)?.['bindings'];
  if (!Array.isArray(listed)) return undefined;
  const identities = listed.map((one) => identityOf(isJsonObject(one) ? one : undefined));
  return identities.every((one) => one !== undefined) ? identities : undefined;
}

function roleIfAny(text: string): RoleArn | undefined {
  try {
    return RoleArn.parse(text);
  } catch (error) {
    if (error instanceof InputProblem) return undefined;
    throw error;
  }
}
