import type { JsonNode } from './json-document.ts';

/**
 * The most characters of a trust policy that any account can store; one that has not asked for more
 * stores 2,048. White space between the parts does not count.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const LARGEST_QUOTA = 8_192;

/** Characters of a document without the white space between its parts. */
export function compactSize(node: JsonNode): number {
  const separators = (count: number) => Math.max(0, count - 1);
  switch (node.type) {
    case 'object': {
      const members = [...node.members];
      const sizes = members.map(([name, member]) => quotedSize(name) + 1 + compactSize(member));
      return sum(sizes) + separators(members.length) + 2;
    }
    case 'list':
      return sum(node.items.map(compactSize)) + separators(node.items.length) + 2;
    case 'string':
      return quotedSize(node.text);
    default:
      return node.text.length;
  }
}

function quotedSize(text: string): number {
  return JSON.stringify(text).length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
