type Encoder = (value: string) => string;

/** Replaces registered values, and their encoded forms, the way both CI systems' loggers do. */
export class SecretMasker {
  /** Registered values in the order of registration, without their encoded forms. */
  readonly values: string[] = [];
  readonly #encoders: readonly Encoder[];
  readonly #needles = new Set<string>();

  constructor(encoders: readonly Encoder[]) {
    this.#encoders = encoders;
  }

  add(value: string): void {
    if (value === '') return;
    if (!this.values.includes(value)) this.values.push(value);
    this.#needles.add(value);
    for (const encode of this.#encoders) {
      const encoded = encode(value);
      if (encoded !== '') this.#needles.add(encoded);
    }
  }

  mask(text: string): string {
    let masked = '';
    let position = 0;
    for (const [start, end] of mergeAdjoining(this.#occurrences(text))) {
      masked += `${text.slice(position, start)}***`;
      position = end;
    }
    return masked + text.slice(position);
  }

  #occurrences(text: string): [start: number, end: number][] {
    const found: [number, number][] = [];
    for (const needle of this.#needles) {
      // Occurrences may overlap each other, hence the step of one.
      for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
        found.push([at, at + needle.length]);
      }
    }
    return found.sort(([a], [b]) => a - b);
  }
}

function mergeAdjoining(ranges: readonly [number, number][]): [number, number][] {
  const merged: [number, number][] = [];
  for (const [start, end] of ranges) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/** The inside of a JSON string. */
export function jsonEscape(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

/** .NET's Uri.EscapeDataString, which escapes all but RFC 3986's unreserved characters. */
export function uriEscape(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
