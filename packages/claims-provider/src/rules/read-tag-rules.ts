import { isSessionTag, MOST_TAGS } from '@entra-aws-creds/core/azure';
import { isPersonAttribute, PERSON_ATTRIBUTES, type PersonAttribute } from './person-attribute.ts';
import type { TagRule } from './rules.ts';
import { type Problems, placeName, shown } from './rules-problem.ts';

export function readTagRules(value: unknown, problems: Problems): readonly TagRule[] {
  const entries = Object.entries(problems.membersIn('tags', value));
  if (entries.length > MOST_TAGS) {
    problems.add('tags', `There are ${entries.length}; a session has at most ${MOST_TAGS}.`);
  }
  if (new Set(entries.map(([key]) => key.toLowerCase())).size < entries.length) {
    problems.add('tags', 'To AWS, keys that differ only in case are the same.');
  }
  return entries.flatMap(([key, rule]) => readTagRule(key, rule, problems));
}

function readTagRule(key: string, rule: unknown, problems: Problems): readonly TagRule[] {
  const place = `tags.${placeName(key)}`;
  if (!isSessionTag(key, '') || /^aws:/i.test(key)) {
    problems.add(
      place,
      'A key has 1 to 128 letters, digits, spaces and _.:/=+-@, and does not begin with "aws:".',
    );
  }
  const members = typeof rule === 'string' ? { attribute: rule } : problems.membersIn(place, rule);
  const { attribute, values, ...unknown } = members;
  for (const name of Object.keys(unknown)) {
    problems.add(`${place}.${placeName(name)}`, 'A tag has "attribute" and "values", no more.');
  }
  const translated = readValues(`${place}.values`, values, problems);
  if (isPersonAttribute(attribute)) return [{ key, attribute, values: translated }];
  problems.add(place, unknownAttribute(attribute));
  return [];
}

function readValues(
  place: string,
  value: unknown,
  problems: Problems,
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [from, to] of Object.entries(problems.membersIn(place, value))) {
    if (typeof to === 'string' && to !== '' && isSessionTag('key', to)) values.set(from, to);
    else {
      problems.add(
        `${place}.${placeName(from)}`,
        'The value of a tag is a text of 1 to 256 letters, digits, spaces and _.:/=+-@.',
      );
    }
  }
  return values;
}

export function readTransitiveTags(
  value: unknown,
  tags: readonly TagRule[],
  problems: Problems,
): readonly string[] {
  return problems.listIn('transitiveTags', value).filter((key, index): key is string => {
    if (tags.some((tag) => tag.key === key)) return true;
    problems.add(`transitiveTags[${index}]`, `${shown(key)} is not a key in "tags".`);
    return false;
  });
}

export function readSourceIdentity(value: unknown, problems: Problems): readonly PersonAttribute[] {
  const place = 'sourceIdentity';
  const list = typeof value === 'string' ? [value] : problems.listIn(place, value);
  return list.filter((attribute, index): attribute is PersonAttribute => {
    if (isPersonAttribute(attribute)) return true;
    problems.add(`${place}[${index}]`, unknownAttribute(attribute));
    return false;
  });
}

function unknownAttribute(name: unknown): string {
  const known = PERSON_ATTRIBUTES.join(', ');
  return `${shown(name)} is no attribute that may be used. These may: ${known}.`;
}
