/** Where the program was started, as far as commands may touch it. */
export interface Terminal {
  /** Results: one line or more, with a line break at the end. */
  print(text: string): void;
  /** Everything that is said besides: one line. */
  say(line: string): void;
  /** Shown where it is watched, as it stands and without a line break: what is under way. */
  progress(text: string): void;
  /** Whether a person reads standard error; then colour and progress make sense. */
  readonly isWatched: boolean;
  readonly hasColour: boolean;
  /** Whether a person can be asked. */
  readonly canAsk: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether somebody may type Ctrl-C here, which reaches every process that was started from here. */
  readonly isInteractive: boolean;
  /** Node and this program, as they can be started again. */
  readonly program: { readonly node: string; readonly script: string };
  /** @returns stops listening */
  onSignal(listener: (signal: NodeJS.Signals) => void): () => void;
  /** All of standard input; `--X-stdin`. */
  readStandardInput(): Promise<string>;
  /** @returns what the person typed, without the line break */
  ask(question: string): Promise<string>;
}
