import {
  type FederatedSubject,
  type NamedCertificate,
  type TokenVersion,
  verbatim,
} from '@entra-aws-creds/bindings';
import type { RoleArn } from '@entra-aws-creds/core/programs';
import { isJsonObject, type JsonObject, quote } from '@entra-aws-creds/core/services';
import type { ApiRequest } from '../http.ts';
import { certificatesIn } from './certificate-body.ts';
import { jsonBody, parsedMember, textIn, unprocessable } from './json-body.ts';
import { roleIdIn, roleIn } from './role-body.ts';
import type { RoleAddress } from './route.ts';

/** What a binding is to be. */
export interface WantedBinding {
  readonly role: RoleArn;
  /** Unique ID of the role. */
  readonly roleId: string;
  readonly tokenVersion: TokenVersion;
  readonly federated: readonly FederatedSubject[];
  readonly certificates: readonly NamedCertificate[];
  /** What the role's mark says, whatever that is; undefined: it has none yet. */
  readonly marked: string | undefined;
}

const MEMBERS = ['roleId', 'path', 'tokenVersion', 'federated', 'certificates', 'marked'];
const MOST_FEDERATED = 20;

/** @throws Refusal 400, 413, 415, 422 */
export function bindingBody(request: ApiRequest, address: RoleAddress, now: Date): WantedBinding {
  const body = jsonBody(request, MEMBERS);
  return {
    role: roleIn(body, address),
    roleId: roleIdIn(body),
    tokenVersion: tokenVersionIn(body),
    federated: subjectsIn(body),
    certificates: certificatesIn(body, now),
    marked: textIn(body, 'marked'),
  };
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
