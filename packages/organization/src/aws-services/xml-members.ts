import { textAt, type XmlElement } from '@entra-aws-creds/core/services';

/** The members of a list of that name; none where there is no such list. */
export function membersOf(root: XmlElement, list: string): readonly XmlElement[] {
  const found = root.children.filter(({ name }) => name === list);
  return found.flatMap(({ children }) => children.filter(({ name }) => name === 'member'));
}

/** Text of the element's member of that name; empty where there is none. */
export function textOf(element: XmlElement, name: string): string {
  return textAt(element, name) ?? '';
}
