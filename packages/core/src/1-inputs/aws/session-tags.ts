import { type JsonObject, parseJsonObject } from '../../text/json-object.ts';
import { quote } from '../../text/log-line.ts';
import { InputProblem } from '../input-problem.ts';

/**
 * Session tags, of chained `AssumeRole` calls or set by the token itself.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export interface SessionTags {
  readonly tags: readonly SessionTag[];
  /** Keys of tags that the next role of the chain inherits. */
  readonly transitiveKeys: readonly string[];
}

export interface SessionTag {
  readonly key: string;
  readonly value: string;
}

/** Letters, spaces, numbers and these marks, as the API reference of `Tag` says. */
const KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;
export const MOST_TAGS = 50;

/** Whether STS takes them, by themselves. */
export function isSessionTag(key: string, value: string): boolean {
  return KEY.test(key) && VALUE.test(value);
}

/**
 * The tags of a JSON object of texts.
 *
 * @throws InputProblem unless STS would take them
 */
export function parseTags(json: string): readonly SessionTag[] {
  const entries = Object.entries(parseObject(json));
  if (entries.length > MOST_TAGS) {
    throw new InputProblem(`has ${entries.length} tags`, `STS accepts at most ${MOST_TAGS}.`);
  }
  return entries.map(([key, value]) => {
    if (typeof value === 'string' && isSessionTag(key, value)) return { key, value };
    throw new InputProblem(
      `has a tag ${quote(key)} that STS does not accept`,
      'A key has 1 to 128, a value up to 256 letters, digits, spaces and _.:/=+-@; write numbers in quotes.',
    );
  });
}

function parseObject(json: string): JsonObject {
  const object = parseJsonObject(json);
  if (object !== undefined) return object;
  throw new InputProblem(
    'is not a JSON object',
    'Write for example {"team": "web", "stage": "production"}.',
  );
}

/**
 * Keys separated by commas or line breaks.
 *
 * @throws InputProblem for one that no tag has
 */
export function parseTransitiveKeys(text: string, tags: readonly SessionTag[]): readonly string[] {
  const keys = text
    .split(/[,\r\n]+/)
    .map((key) => key.trim())
    .filter((key) => key !== '');
  const stray = keys.find((key) => !tags.some((tag) => tag.key === key));
  if (stray === undefined) return keys;
  throw new InputProblem(
    `names ${quote(stray)}, which is not a key of "custom-tags"`,
    'Only tags that this step sets can be made transitive.',
  );
}
