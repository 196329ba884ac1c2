import type { asn1 } from 'node-forge';

/** The elements of a SEQUENCE. */
export function partsOf(node: asn1.Asn1 | undefined): readonly asn1.Asn1[] {
  if (node !== undefined && Array.isArray(node.value)) return node.value;
  throw new Error('is not constructed');
}

/** What the second element holds, explicitly tagged, of which the first names the type. */
export function contentOf(node: asn1.Asn1 | undefined): asn1.Asn1 {
  const [content] = partsOf(partsOf(node)[1]);
  if (content === undefined) throw new Error('has no content');
  return content;
}

/** The bytes of a primitive; BER allows to hand them over in pieces. */
export function octetsOf(node: asn1.Asn1 | undefined): string {
  if (node === undefined) throw new Error('is missing');
  return Array.isArray(node.value) ? node.value.map(octetsOf).join('') : node.value;
}
