/**
 * Text as it was written, whatever the editor or shell made of it: UTF-8, or the UTF-16 that
 * PowerShell writes by default, with or without a byte order mark.
 */
export function decodeText(bytes: Buffer): string {
  const [first, second] = bytes;
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 2));
  if (first === 0xff && second === 0xfe) return withoutMark(whole.toString('utf16le'));
  if (first === 0xfe && second === 0xff) {
    return withoutMark(Buffer.from(whole).swap16().toString('utf16le'));
  }
  if (first !== 0 && second === 0) return whole.toString('utf16le');
  return withoutMark(bytes.toString('utf8'));
}

/** Bytes that are no text become replacement characters or NULs when they are read as text. */
export function isText(text: string): boolean {
  return !/[\0\uFFFD]/.test(text);
}

const QUOTED = /^(["'`])[\s\S]*\1$/;
/** A shell's around those of YAML or JSON, and once more. */
const MOST_QUOTES = 3;

/**
 * `text` without what storing it has put around and into it: white space, quotes, and line
 * breaks written out as `\n` or `\r\n`.
 */
export function repairText(text: string): string {
  // Bounded repetitions only: the text may be a megabyte of backslashes.
  let bare = text.replace(/(?:\\{1,4}r)?\\{1,4}n/g, '\n').trim();
  for (let layer = 0; layer < MOST_QUOTES && QUOTED.test(bare); layer += 1) {
    bare = bare.slice(1, -1).trim();
  }
  return bare;
}

/**
 * What `text` is the base64 of (line breaks and the URL alphabet allowed), if it is base64. A word
 * would pass for it, so it must have some length.
 */
export function decodeBase64(text: string): Buffer | undefined {
  const compact = text.replace(/\s+/g, '');
  return /^[A-Za-z0-9+/_-]{32,}={0,2}$/.test(compact) ? Buffer.from(compact, 'base64') : undefined;
}

function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}
