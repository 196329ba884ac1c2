import { WrongUsage } from '../wrong-usage.ts';

/** Where npm, pnpm, yarn and Bun put a program that is run without being installed. */
const FLEETING = /[\\/](?:_npx|dlx-[^\\/]+|dlx|bunx-[^\\/]+|xfs-[^\\/]+)[\\/]/;

/** @throws WrongUsage where the program is run from a place that will not last */
export function refuseFleeting(script: string): void {
  if (!FLEETING.test(script)) return;
  throw new WrongUsage(
    'This program runs from a cache that is emptied some day, and the profile would name it there.',
    'Install it first: npm install --global entra-aws-creds',
  );
}
