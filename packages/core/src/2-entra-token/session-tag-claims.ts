import {
  isSessionTag,
  MOST_TAGS,
  type SessionTag,
  type SessionTags,
} from '../1-inputs/aws/session-tags.ts';
import { isJsonObject } from '../text/json-object.ts';
import { quote } from '../text/log-line.ts';
import { awsClaimFailure } from './aws-claim-failure.ts';

const TAGS_CLAIM = 'https://aws.amazon.com/tags';
const TAG_PREFIX = `${TAGS_CLAIM}/principal_tags/`;
const TRANSITIVE_CLAIM = `${TAGS_CLAIM}/transitive_tag_keys`;

type Claims = Readonly<Record<string, unknown>>;

/**
 * The session tags of a token, in either of the two forms that AWS knows: one claim with
 * `principal_tags`, whose values are lists of one text, and `transitive_tag_keys`; or, for issuers that
 * cannot emit objects, as Entra, a claim for each tag. A plain text in the first form was recorded to be
 * refused; the limits are documented.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_adding-assume-role-idp
 * @throws StepFailure `EAC_TOKEN_AWS_CLAIM`
 */
export function readSessionTags(claims: Claims): SessionTags {
  const { tags, transitiveKeys } = Object.hasOwn(claims, TAGS_CLAIM)
    ? nestedTags(claims[TAGS_CLAIM])
    : flatTags(claims);
  if (tags.length > MOST_TAGS) {
    throw awsClaimFailure(
      TAGS_CLAIM,
      `sets ${tags.length} session tags`,
      `A session has at most ${MOST_TAGS}.`,
    );
  }
  const odd = tags.find(({ key, value }) => !isSessionTag(key, value));
  if (odd !== undefined) {
    throw awsClaimFailure(
      TAGS_CLAIM,
      `sets a session tag ${quote(odd.key)} that no session can have`,
      'A key has 1 to 128, a value up to 256 letters, digits, spaces and _.:/=+-@.',
    );
  }
  return { tags, transitiveKeys };
}

function nestedTags(value: unknown): SessionTags {
  const claim = membersOf(TAGS_CLAIM, value);
  const tags = Object.entries(membersOf(TAGS_CLAIM, claim['principal_tags'] ?? {})).map(
    ([key, values]): SessionTag => {
      const [text, ...more]: readonly unknown[] = Array.isArray(values) ? values : [];
      if (typeof text === 'string' && more.length === 0) return { key, value: text };
      throw awsClaimFailure(
        TAGS_CLAIM,
        `has a value of the tag ${quote(key)} that is not a list of one string`,
        'In "principal_tags" every value must be one, such as {"Team": ["web"]}.',
      );
    },
  );
  return { tags, transitiveKeys: keysIn(TAGS_CLAIM, claim['transitive_tag_keys']) };
}

function flatTags(claims: Claims): SessionTags {
  const tags = Object.entries(claims)
    .filter(([name]) => name.startsWith(TAG_PREFIX))
    .map(([name, value]): SessionTag => {
      if (typeof value === 'string') return { key: name.slice(TAG_PREFIX.length), value };
      throw awsClaimFailure(name, 'is not a string', 'The value of a session tag must be one.');
    });
  return { tags, transitiveKeys: keysIn(TRANSITIVE_CLAIM, claims[TRANSITIVE_CLAIM]) };
}

function membersOf(claim: string, value: unknown): Claims {
  if (isJsonObject(value)) return value;
  throw awsClaimFailure(
    claim,
    'is not an object of objects',
    'It must look like {"principal_tags": {"Team": ["web"]}, "transitive_tag_keys": ["Team"]}.',
  );
}

function keysIn(claim: string, value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((key) => typeof key === 'string')) return value;
  throw awsClaimFailure(
    claim,
    'has transitive keys that are not a list of strings',
    'The keys of the tags that a chained role inherits must be a list, such as ["Team"].',
  );
}
