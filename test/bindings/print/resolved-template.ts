import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';

/** A template as CloudFormation reads it, with its parameters put in. */
// biome-ignore lint/suspicious/noExplicitAny: whatever the template has is what the tests look at
export function resolved(text: string, parameters: Readonly<Record<string, string>>): any {
  const value = (name: string) => parameters[name] ?? name;
  const read = (node: unknown): unknown => {
    if (isMap(node)) {
      return Object.fromEntries(node.items.map((one) => [read(one.key), read(one.value)]));
    }
    if (isSeq(node)) return called(node, node.items.map(read));
    return isScalar(node) ? called(node, node.value) : node;
  };
  const called = ({ tag }: Node, given: unknown): unknown => {
    switch (tag) {
      case '!Ref':
        return value(String(given));
      case '!Sub':
        return String(given).replace(/\$\{(!?)([^}]*)\}/g, (_, literal, name) =>
          literal === '' ? value(name) : `\${${name}}`,
        );
      case '!Split': {
        const [separator, whole] = given as [string, string];
        return whole.split(separator);
      }
      case '!Join': {
        const [separator, parts] = given as [string, string[]];
        return parts.join(separator);
      }
      default:
        return given;
    }
  };
  return read(parseDocument(text, { logLevel: 'silent' }).contents);
}
