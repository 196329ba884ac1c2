import { shellWord } from '@entra-aws-creds/core/programs';

/** A command line of these words. */
export function shellCommand(...words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}
