import { readFileSync } from 'node:fs';

const MAIN = new URL('../../../packages/organization/src/lambda/main.ts', import.meta.url);

/** Whether what Lambda runs exports a handler of this name. Loading it would open clients. */
export function isCode(name: string): boolean {
  return readFileSync(MAIN, 'utf8').includes(`export const ${name} = `);
}
