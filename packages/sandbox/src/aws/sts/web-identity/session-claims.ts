import type { SessionTags } from '../../cloud.ts';
import { checkSourceIdentity, checkTags } from '../session-attributes.ts';
import { isJsonObject, type JsonObject } from './jwt.ts';
import { invalidToken } from './refusals.ts';

const TAGS = 'https://aws.amazon.com/tags';
const PRINCIPAL_TAGS = `${TAGS}/principal_tags/`;
const TRANSITIVE_TAG_KEYS = `${TAGS}/transitive_tag_keys`;
const SOURCE_IDENTITY = 'https://aws.amazon.com/source_identity';

/** What the identity provider gives the session to carry. */
export interface SessionClaims extends SessionTags {
  readonly sourceIdentity: string | undefined;
}

/**
 * Tags come as one object, each value a list of one text, or as a claim for each, its value the text.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_adding-assume-role-idp
 *
 * @throws QueryError `InvalidIdentityToken` for the form, `ValidationError` for what is beyond a limit
 */
export function readSessionClaims(claims: JsonObject): SessionClaims {
  const nested = claims[TAGS] === undefined ? { tags: {}, keys: [] } : readNested(claims[TAGS]);
  const flat = Object.entries(claims)
    .filter(([name]) => name.startsWith(PRINCIPAL_TAGS))
    .map(([name, value]) => [name.slice(PRINCIPAL_TAGS.length), text(value)]);
  const tags = { ...nested.tags, ...Object.fromEntries(flat) };
  const transitiveTagKeys = [...new Set([...nested.keys, ...texts(claims[TRANSITIVE_TAG_KEYS])])];
  checkTags({ tags, transitiveTagKeys });
  return { tags, transitiveTagKeys, sourceIdentity: readSourceIdentity(claims) };
}

function readNested(claim: unknown): { tags: Record<string, string>; keys: string[] } {
  if (!isJsonObject(claim)) throw wrongFormat();
  const { principal_tags: tags = {}, transitive_tag_keys: keys } = claim;
  if (!isJsonObject(tags)) throw wrongFormat();
  const entries = Object.entries(tags).map(([key, value]) => {
    const [only, ...more] = Array.isArray(value) ? value : [];
    if (more.length > 0) throw wrongFormat();
    return [key, text(only)];
  });
  return { tags: Object.fromEntries(entries), keys: texts(keys) };
}

/** What STS says of a source identity that is not text is not recorded. */
function readSourceIdentity(claims: JsonObject): string | undefined {
  const claim = claims[SOURCE_IDENTITY];
  return claim === undefined ? undefined : checkSourceIdentity(String(claim));
}

function texts(value: unknown): string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw wrongFormat();
  return value.map(text);
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw wrongFormat();
}

function wrongFormat(): Error {
  return invalidToken('principal_tags passed in claim is not in correct format.');
}
