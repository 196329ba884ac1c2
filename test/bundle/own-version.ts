import { readFileSync } from 'node:fs';

/** The version that the repository says it is. */
export const { version }: { readonly version: string } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);
