import { median, peakMemory, race, ratio, traffic } from './race.mjs';

const MIBIBYTE = 1024 * 1024;

/** What a race has shown, by the names of the contestants. */
export class Figures {
  #times;
  #memory = new Map();
  #traffic = new Map();

  constructor(times) {
    this.#times = times;
  }

  /** Times, then memory and traffic in runs of their own. */
  static async of(contestants, { rounds, folder, sandbox }) {
    const figures = new Figures(await race(contestants, rounds));
    for (const contestant of contestants) {
      figures.#memory.set(contestant.name, await peakMemory(contestant, folder));
      figures.#traffic.set(contestant.name, await traffic(contestant, sandbox));
    }
    return figures;
  }

  milliseconds(name) {
    return median(this.#times.get(name));
  }

  /** Undefined where one of them did not race. */
  ratio(name, other) {
    const [own, others] = [this.#times.get(name), this.#times.get(other)];
    return own && others && ratio(own, others);
  }

  /** MiB; undefined for what is not Node. */
  mebibytes(name) {
    const bytes = this.#memory.get(name);
    return bytes && bytes / MIBIBYTE;
  }

  traffic(name) {
    return this.#traffic.get(name);
  }
}

/** A figure in a table. */
export function shown(number, digits = 0) {
  return number === undefined ? '–' : number.toFixed(digits);
}
