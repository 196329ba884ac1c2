import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  readXml,
  textAt,
  UnreadableXml,
  type XmlElement,
} from '../../../packages/core/src/text/xml-element.ts';

type Tree = Omit<XmlElement, 'children'> & { readonly children: readonly Tree[] };

const name = fc.stringMatching(/^[A-Za-z_][\w.-]{0,12}$/);
const text = fc.string({ unit: 'grapheme' }).map((one) => one.replace(/\0/g, ''));
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.record({ name, children: fc.constant([]), text }),
    fc.record({
      name,
      children: fc.array(tie('tree'), { minLength: 1, maxLength: 4 }),
      text: fc.constant(''),
    }),
  ),
}));

function escaped(value: string): string {
  return [...value]
    .map((character) => (/[&<>"'\r]/.test(character) ? `&#${character.charCodeAt(0)};` : character))
    .join('');
}

function written(node: Tree): string {
  const inside = node.children.map(written).join('') + escaped(node.text);
  return inside === '' ? `<${node.name}/>` : `<${node.name}>${inside}</${node.name}>`;
}

const ANSWER = `<?xml version="1.0" encoding="UTF-8"?>
<GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
  <GetRoleResult>
    <Role><Arn>arn</Arn><Tags><member/><member/></Tags><Doc>a &amp;lt; &#x41;&#66;</Doc></Role>
  </GetRoleResult>
</GetRoleResponse>
`;

describe('readXml', () => {
  test('reads an answer of IAM', () => {
    const root = readXml(ANSWER);
    expect(root.name).toBe('GetRoleResponse');
    expect(textAt(root, 'GetRoleResult', 'Role', 'Arn')).toBe('arn');
    expect(textAt(root, 'GetRoleResult', 'Role', 'Doc')).toBe('a &lt; AB');
  });

  test('gives no text for what is not there, is there twice, or has children', () => {
    const root = readXml(ANSWER);
    expect(textAt(root, 'GetRoleResult', 'Role', 'Path')).toBeUndefined();
    expect(textAt(root, 'GetRoleResult', 'Role', 'Tags', 'member')).toBeUndefined();
    expect(textAt(root, 'GetRoleResult', 'Role')).toBeUndefined();
    expect(textAt(root, 'constructor')).toBeUndefined();
  });

  test('reads back every tree', () => {
    fc.assert(fc.property(tree, (node) => expect(readXml(written(node))).toEqual(node)));
  });

  test('reads or refuses any text, and throws nothing else', () => {
    const parts = fc.array(
      fc.constantFrom(
        '<a>',
        '</a>',
        '<a',
        '/>',
        '&',
        '&lt;',
        '&#0;',
        '"',
        '=',
        ' x="',
        '<!',
        'text',
      ),
    );
    const any = fc.oneof(
      fc.string({ unit: 'binary' }),
      parts.map((list) => list.join('')),
    );
    fc.assert(
      fc.property(any, (source) => {
        try {
          readXml(source);
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableXml);
        }
      }),
    );
  });

  test('refuses every answer that is cut off', () => {
    const whole = ANSWER.trimEnd();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length - 1 }), (length) => {
        expect(() => readXml(whole.slice(0, length))).toThrow(UnreadableXml);
      }),
    );
  });

  test.each([
    ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['an entity of its own', '<a>&x;</a>'],
    ['an entity named like a member of every object', '<a>&toString;</a>'],
    ['half a character', '<a>&#xD800;</a>'],
    ['no character', '<a>&#1114112;</a>'],
    ['CDATA', '<a><![CDATA[x]]></a>'],
    ['a comment', '<a><!-- x --></a>'],
    ['an instruction', '<a><?x y?></a>'],
    ['a second root', '<a/><b/>'],
    ['the wrong end', '<a><b></a></b>'],
    ['attributes of an end', '<a></a x="y">'],
    ['an end alone', '</a>'],
    ['nothing', ''],
    ['a page', '<html><body><br></body></html>'],
    ['what nests too deep', `${'<a>'.repeat(20)}${'</a>'.repeat(20)}`],
    ['what is too long', `<a>${'x'.repeat(600_000)}</a>`],
  ])('refuses %s', (_, source) => {
    expect(() => readXml(source)).toThrow(UnreadableXml);
  });
});
