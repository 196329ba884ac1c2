import { InputProblem } from '../input-problem.ts';

/** One `-----BEGIN label-----` … `-----END label-----`, its lines as the standard wants them. */
export interface PemBlock {
  readonly label: string;
  readonly text: string;
  /** By the headers of RFC 1421, or by its label. */
  readonly encrypted: boolean;
}

const BEGIN = /-----BEGIN ([A-Z0-9 ]{1,40})-----/g;
/** `Proc-Type: 4,ENCRYPTED` and `DEK-Info: cipher,iv`, whatever became of the line breaks. */
const ENCRYPTION =
  /^\s*Proc-Type:\s{0,9}4,ENCRYPTED\s+DEK-Info:\s{0,9}([A-Z0-9-]{3,40},[0-9A-F]{16,32})\s/i;

/**
 * The blocks of a PEM text in their order. Line breaks inside of them may be missing or may
 * have become spaces, and any text may stand between them.
 *
 * @throws InputProblem for a block that does not end
 * @see https://www.rfc-editor.org/rfc/rfc7468
 */
export function pemBlocks(text: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  for (const { 0: begin, 1: label = '', index } of text.matchAll(BEGIN)) {
    const start = index + begin.length;
    // The next dashes must be this block's own end, so no text is ever searched twice.
    const end = text.indexOf('-----', start);
    if (end < 0 || !text.startsWith(`-----END ${label}-----`, end)) {
      throw new InputProblem(
        'holds a PEM block without its "-----END …-----" line: the text is truncated',
        'Store the whole text. A field for a single line keeps only the first one: give the base64 of the file there.',
        'EAC_CERTIFICATE_UNREADABLE',
      );
    }
    blocks.push(pemBlock(label, text.slice(start, end)));
  }
  return blocks;
}

/** A block from its label and its body: base64, with the headers of an encrypted one. */
export function pemBlock(label: string, body: string): PemBlock {
  const [headers, info] = ENCRYPTION.exec(body) ?? [''];
  const base64 = body.slice(headers.length).replace(/\s+/g, '');
  const lines = [
    `-----BEGIN ${label}-----`,
    ...(info === undefined
      ? []
      : ['Proc-Type: 4,ENCRYPTED', `DEK-Info: ${info.toUpperCase()}`, '']),
    ...wrapLines(base64, 64),
    `-----END ${label}-----`,
    '',
  ];
  const encrypted = info !== undefined || label === 'ENCRYPTED PRIVATE KEY';
  return { label, text: lines.join('\n'), encrypted };
}

/** `text` in lines of `width` characters. */
export function wrapLines(text: string, width: number): string[] {
  return text.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
}
