import { describe, expect, test } from '@jest/globals';
import {
  parseTags,
  parseTransitiveKeys,
} from '../../../../packages/core/src/1-inputs/aws/session-tags.ts';
import { testAccepted, testAnyText, testRefused } from '../parser-tests.ts';

const tagsOf = (count: number) =>
  JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, ''])));

describe('tags', () => {
  testAccepted(parseTags, [
    [
      'a JSON object of texts',
      '{"team": "web", "cost centre": ""}',
      [
        { key: 'team', value: 'web' },
        { key: 'cost centre', value: '' },
      ],
    ],
  ]);
  testRefused(parseTags, [
    ['a list', '[]', /not a JSON object/],
    ['a number', '{"a": 1}', /has a tag "a"/],
    ['an empty key', '{"": "x"}', /has a tag ""/],
    ['a key that is too long', JSON.stringify({ ['k'.repeat(129)]: '' }), /tag "k+/],
    ['a value that is too long', JSON.stringify({ a: 'x'.repeat(257) }), /has a tag "a"/],
    ['a line break', '{"a": "line\\nbreak"}', /has a tag "a"/],
    ['51 tags', tagsOf(51), /51 tags/],
  ]);
  testAnyText(parseTags);
});

describe('transitive keys', () => {
  const tags = parseTags('{"team": "web", "cost centre": ""}');
  const parse = (text: string) => parseTransitiveKeys(text, tags);

  test('stand by commas and lines', () => {
    expect(parse('team,\ncost centre')).toEqual(['team', 'cost centre']);
    expect(parse('team\n')).toEqual(['team']);
  });
  testRefused(parse, [['what is no key of a tag', 'team, stage', /"stage".*not a key/]]);
  testAnyText(parse);
});
