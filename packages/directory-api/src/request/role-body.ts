import type { RoleArn } from '@entra-aws-creds/core/programs';
import { type JsonObject, quote } from '@entra-aws-creds/core/services';
import { parsedMember, textIn, unprocessable } from './json-body.ts';
import { type RoleAddress, roleArn } from './route.ts';

/** Which role a body is about. */

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const ROLE_ID = /^AROA[A-Z0-9]{12,124}$/;
const ROLE_PATH = /^\/(?:[\x21-\x7e]{1,510}\/)?$/;

/** @throws Refusal 422 */
export function roleIdIn(body: JsonObject): string {
  return parseRoleId(textIn(body, 'roleId') ?? '');
}

/** @throws Refusal 422 */
export function parseRoleId(text: string): string {
  if (ROLE_ID.test(text)) return text;
  throw unprocessable(
    `has the role ID ${quote(text)}, which is none`,
    'Give "RoleId" of the role as IAM tells it: AROA and more letters and digits.',
  );
}

/** @throws Refusal 422 */
export function roleIn(body: JsonObject, address: RoleAddress): RoleArn {
  const path = textIn(body, 'path') ?? '/';
  if (!ROLE_PATH.test(path)) {
    throw unprocessable(
      `has the path ${quote(path)}`,
      'A path of IAM begins and ends with a slash.',
    );
  }
  return parsedMember('path', () => roleArn(address, path));
}
