/** A flag of a command. */
export interface Flag {
  /** Without the dashes. */
  readonly name: string;
  /** How its value is called in the help; without, it is a switch. */
  readonly value?: string;
  /** What it means, in a sentence without a full stop. */
  readonly means: string;
  /** May be given more than once. */
  readonly repeated?: boolean;
}

/** A switch with which every command may be called. */
export const COMMON_FLAGS: readonly Flag[] = [
  { name: 'config', value: 'FILE', means: 'JSON file with defaults for flags, by their names' },
  { name: 'json', means: 'print the result as JSON' },
  { name: 'debug', means: 'report progress on standard error, without secrets' },
  { name: 'help', means: 'show this help' },
];
