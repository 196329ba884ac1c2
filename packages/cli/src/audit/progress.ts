import type { Terminal } from '../terminal/terminal.ts';

const START_OVER = '\r\u001b[K';
/** Every so many roles: a terminal is slower than IAM. */
const STEP = 50;

/** How far an audit has come: one line that is written over, where somebody watches. */
export class Progress {
  readonly #terminal: Terminal;
  #roles = 0;
  #accounts = 0;
  #shown = false;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  get roles(): number {
    return this.#roles;
  }

  role(): void {
    this.#roles++;
    if (this.#roles % STEP === 0) this.#show();
  }

  account(): void {
    this.#accounts++;
    this.#show();
  }

  /** The same terminal, which takes the line away before it prints. */
  get terminal(): Terminal {
    const inner = this.#terminal;
    return {
      ...inner,
      hasColour: inner.hasColour,
      print: (text) => {
        this.clear();
        inner.print(text);
      },
    };
  }

  clear(): void {
    if (this.#shown) this.#terminal.progress(START_OVER);
    this.#shown = false;
  }

  #show(): void {
    if (!this.#terminal.isWatched) return;
    const accounts = this.#accounts === 0 ? '' : `, ${this.#accounts} accounts done`;
    this.#terminal.progress(`${START_OVER}… ${this.#roles} roles${accounts}`);
    this.#shown = true;
  }
}
