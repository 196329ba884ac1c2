import { violation } from '../parameter-constraints.ts';
import { QueryError } from '../query-error.ts';
import { readList, readStructures } from '../query-protocol.ts';
import type { XmlTree } from '../xml.ts';
import { matching } from './parameters.ts';

const MAXIMUM = 50;
const CHARACTERS = '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** Whether `Team` and `team` are one tag: on roles and users they are, on providers not, as recorded. */
type TagCase = 'one whatever case' | 'told apart by case';

/**
 * The tags of a call.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 * @throws QueryError `ValidationError` or `InvalidInput`
 */
export function readTags(parameters: URLSearchParams, tagCase: TagCase): readonly Tag[] {
  const tags = readStructures(parameters, 'Tags', ['Key', 'Value']);
  if (tags.length > MAXIMUM) throw tooMany('tags');
  tags.forEach(({ Key, Value }, index) => {
    checkKey(Key, `tags.${index + 1}.member.key`);
    limited(Value, `tags.${index + 1}.member.value`, 256);
    matching(Value, `tags.${index + 1}.member.value`, `${CHARACTERS}*`);
  });
  if (tags.some(({ Key }) => /^aws:/i.test(Key))) {
    throw invalidInput('Tag keys beginning with aws: are reserved for system use.');
  }
  if (new Set(tags.map(({ Key }) => normal(Key, tagCase))).size < tags.length) {
    throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  return tags;
}

/** @throws QueryError `InvalidInput` without a tag, `LimitExceeded` beyond 50 */
export function addTags(tags: Map<string, string>, added: readonly Tag[], tagCase: TagCase): void {
  if (added.length === 0) throw invalidInput('At least one tag must be specified.');
  const others = [...tags].filter(
    ([key]) => !added.some(({ Key }) => normal(Key, tagCase) === normal(key, tagCase)),
  );
  if (others.length + added.length > MAXIMUM) {
    throw new QueryError('LimitExceeded', 'The number of tags has reached the maximum limit.', 409);
  }
  tags.clear();
  for (const [key, value] of others) tags.set(key, value);
  for (const { Key, Value } of added) tags.set(Key, Value);
}

export function removeTags(
  tags: Map<string, string>,
  parameters: URLSearchParams,
  tagCase: TagCase,
): void {
  const keys = readList(parameters, 'TagKeys');
  if (keys.length > MAXIMUM) throw tooMany('tagKeys');
  keys.forEach((key, index) => {
    checkKey(key, `tagKeys.${index + 1}.member`);
  });
  const removed = new Set(keys.map((key) => normal(key, tagCase)));
  for (const key of [...tags.keys()]) if (removed.has(normal(key, tagCase))) tags.delete(key);
}

export function tagList(tags: ReadonlyMap<string, string>): XmlTree[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

/** What a policy can ask about the tags of a call. */
export function tagContext(
  tags: readonly Tag[],
  keys: readonly string[] = tags.map(({ Key }) => Key),
): Readonly<Record<string, string | readonly string[]>> {
  return {
    ...Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value])),
    'aws:TagKeys': keys,
  };
}

function normal(key: string, tagCase: TagCase): string {
  return tagCase === 'one whatever case' ? key.toLowerCase() : key;
}

function checkKey(key: string, member: string): void {
  if (key.trim() === '') {
    throw violation(key, member, 'Member must have length greater than or equal to 1');
  }
  limited(key, member, 128);
  matching(key, member, `${CHARACTERS}+`);
}

function limited(value: string, member: string, maximum: number): void {
  if (value.length <= maximum) return;
  throw violation(value, member, `Member must have length less than or equal to ${maximum}`);
}

function tooMany(member: string): QueryError {
  return violation('', member, `Member must have length less than or equal to ${MAXIMUM}`);
}

function invalidInput(message: string): QueryError {
  return new QueryError('InvalidInput', message);
}
