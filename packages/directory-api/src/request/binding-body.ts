import { type FederatedSubject, type TokenVersion, verbatim } from '@entra-aws-creds/bindings';
import type { RoleArn } from '@entra-aws-creds/core/programs';
import { isJsonObject, type JsonObject, quote } from '@entra-aws-creds/core/services';
import type { ApiRequest } from '../http.ts';
import { jsonBody, parsedMember, textIn, unprocessable } from './json-body.ts';
import { type RoleAddress, roleArn } from './route.ts';

/** What a binding is to be. */
export interface WantedBinding {
  readonly role: RoleArn;
  /** Unique ID of the role. */
  readonly roleId: string;
  readonly tokenVersion: TokenVersion;
  readonly federated: readonly FederatedSubject[];
  /** What the role's mark says, whatever that is; undefined: it has none yet. */
  readonly marked: string | undefined;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const ROLE_ID = /^AROA[A-Z0-9]{12,124}$/;
const ROLE_PATH = /^\/(?:[\x21-\x7e]{1,510}\/)?$/;
const MOST_FEDERATED = 20;

/** @throws Refusal 400, 413, 415, 422 */
export function bindingBody(request: ApiRequest, address: RoleAddress): WantedBinding {
  const body = jsonBody(request, ['roleId', 'path', 'tokenVersion', 'federated', 'marked']);
  return {
    role: roleIn(body, address),
    roleId: roleIdIn(body),
    tokenVersion: tokenVersionIn(body),
    federated: subjectsIn(body),
    marked: textIn(body, 'marked'),
  };
}

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

function tokenVersionIn(body: JsonObject): TokenVersion {
  const version = textIn(body, 'tokenVersion') ?? 'v2';
  if (version === 'v1' || version === 'v2') return version;
  throw unprocessable(`has the token version ${quote(version)}`, 'It is "v1" or "v2".');
}

function subjectsIn(body: JsonObject): readonly FederatedSubject[] {
  const list = Object.hasOwn(body, 'federated') ? body['federated'] : [];
  if (!Array.isArray(list) || list.length > MOST_FEDERATED) {
    throw unprocessable(
      'has no list of federated subjects',
      `It has ${MOST_FEDERATED} at the most.`,
    );
  }
  return list.map((one: unknown) => {
    const names = isJsonObject(one) ? Object.keys(one).sort().join() : '';
    if (!isJsonObject(one) || names !== 'issuer,subject') {
      throw unprocessable('has a federated subject of another form', 'It has issuer and subject.');
    }
    const { issuer, subject } = { issuer: textIn(one, 'issuer'), subject: textIn(one, 'subject') };
    return parsedMember('federated', () => verbatim(issuer ?? '', subject ?? ''));
  });
}
