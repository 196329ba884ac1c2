import { CUT, plainText } from '../text/log-line.ts';
import type { JobHost } from './job-host.ts';

/** Masking shorter pieces would blot out words and numbers that merely look alike. */
const SHORTEST_LINE = 8;

/**
 * A whole secret that is shorter is hidden only where it stands as a word of its own. Masked wherever its
 * characters are, it would make messages unreadable, and each gap in a known sentence would tell what it is.
 */
const SHORTEST_SECRET = 4;
/** What a word ends at. */
const DELIMITER = /[\s"'`=:,;.()[\]{}<>/]/;

/** Every secret that this run has seen, registered with the CI system the moment it was. */
export class Masks {
  readonly #job: Pick<JobHost, 'mask'>;
  readonly #known = new Set<string>();
  readonly #words = new Set<string>();

  constructor(job: Pick<JobHost, 'mask'>) {
    this.#job = job;
  }

  /**
   * Masks `secret` and, because agents match line by line and do not all know encodings,
   * each of its lines and its base64 wherever it may begin in a longer one. The CI system, which knows no
   * words, is not told of a secret of less than four characters.
   */
  add = (secret: string): void => {
    const word = secret.trim();
    if (word !== '' && word.length < SHORTEST_SECRET) {
      this.#words.add(word);
      return;
    }
    const added = [...new Set(formsOf(secret))].filter((form) => !this.#known.has(form));
    for (const form of added) this.#known.add(form);
    if (added.length > 0) this.#job.mask(added);
  };

  /**
   * `text` without any secret of this run, also where one secret is a part of another, or where the
   * text was cut (`…`) within one.
   */
  redact = (text: string): string => {
    const hidden = this.#secretsIn(text).toSorted((one, other) => one.from - other.from);
    let redacted = '';
    let shown = 0;
    for (const { from, to } of hidden) {
      if (from >= shown) redacted += `${text.slice(shown, from)}***`;
      shown = Math.max(shown, to);
    }
    return redacted + text.slice(shown);
  };

  /** A step of a hundred roles knows thousands of forms, and looks for all of them in every line. */
  #secretsIn(text: string): readonly Place[] {
    const places: Place[] = [];
    const isCut = text.includes(CUT);
    for (const form of this.#known) {
      if (text.includes(form)) places.push(...placesOf(form, text));
      if (isCut) places.push(...beginningsOf(form, text));
    }
    for (const word of this.#words) places.push(...wordsIn(text, word));
    return places;
  }
}

/** A part of a text, without its end. */
interface Place {
  readonly from: number;
  readonly to: number;
}

function placesOf(form: string, text: string): readonly Place[] {
  const places: Place[] = [];
  for (let from = text.indexOf(form); from >= 0; from = text.indexOf(form, from + 1)) {
    places.push({ from, to: from + form.length });
  }
  return places;
}

/** The places of a text where nothing but delimiters stand around `word`. */
function wordsIn(text: string, word: string): readonly Place[] {
  const ends = (character: string | undefined) =>
    character === undefined || DELIMITER.test(character);
  return placesOf(word, text).filter(({ from, to }) => ends(text[from - 1]) && ends(text[to]));
}

/** Fewer characters of a longer secret than these give nothing away, and stand before any `…`. */
const SHORTEST_BEGINNING = 4;

/** What is left of `form` where the text was cut within it. */
function beginningsOf(form: string, text: string): readonly Place[] {
  const shortest = Math.min(SHORTEST_BEGINNING, Math.ceil(form.length / 2));
  return placesOf(CUT, text).flatMap(({ from: to }) => {
    for (let length = Math.min(form.length - 1, to); length >= shortest; length -= 1) {
      if (text.endsWith(form.slice(0, length), to)) return [{ from: to - length, to }];
    }
    return [];
  });
}

function formsOf(secret: string): string[] {
  const lines = secret.split(/[\r\n]+/).map((line) => line.trim());
  const telling = lines.filter((line) => line.length >= SHORTEST_LINE && !line.startsWith('-----'));
  if (lines.length > 1) return [...telling, ...base64Forms(secret)];
  if (secret.trim() === '') return [];
  // As it stands in a message, where white space is not what it was.
  const quoted = plainText(secret, secret.length * 2);
  return [secret, ...(quoted.length < SHORTEST_LINE ? [] : [quoted]), ...base64Forms(secret)];
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
