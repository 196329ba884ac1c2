import type { Host } from './host.ts';

/** Masking shorter pieces would blot out words and numbers that merely look alike. */
const SHORTEST_LINE = 8;

/** Every secret that this run has seen, registered with the CI system the moment it was. */
export class Masks {
  readonly #host: Pick<Host, 'mask'>;
  readonly #known = new Set<string>();

  constructor(host: Pick<Host, 'mask'>) {
    this.#host = host;
  }

  /**
   * Masks `secret` and, because agents match line by line and do not all know encodings,
   * each of its lines and its base64 wherever it may begin in a longer one.
   */
  add = (secret: string): void => {
    for (const form of formsOf(secret)) {
      if (this.#known.has(form)) continue;
      this.#known.add(form);
      this.#host.mask(form);
    }
  };

  /** `text` without any secret of this run. */
  redact(text: string): string {
    let redacted = text;
    for (const form of this.#known) redacted = redacted.replaceAll(form, '***');
    return redacted;
  }
}

function formsOf(secret: string): string[] {
  const lines = secret.split(/[\r\n]+/).map((line) => line.trim());
  const telling = lines.filter((line) => line.length >= SHORTEST_LINE && !line.startsWith('-----'));
  if (lines.length > 1) return [...telling, ...base64Forms(secret)];
  return secret.trim() === '' ? [] : [secret, ...base64Forms(secret)];
}

/**
 * The base64 of `text` at each of the three places where it can begin in a longer text,
 * less the characters that its neighbours have a part in.
 */
function base64Forms(text: string): string[] {
  return [0, 1, 2]
    .map((before) => {
      const encoded = Buffer.from('\0'.repeat(before) + text).toString('base64');
      const clean = encoded.replace(/=+$/, '');
      const cutStart = before === 0 ? 0 : before + 1;
      const cutEnd = (Buffer.byteLength(text) + before) % 3 === 0 ? 0 : 1;
      return clean.slice(cutStart, clean.length - cutEnd);
    })
    .filter((form) => form.length >= SHORTEST_LINE);
}
