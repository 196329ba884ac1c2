import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { WrongUsage } from '../../wrong-usage.ts';
import { PRODUCT_ROOT } from '../product.ts';

export const TEMPLATES = join(PRODUCT_ROOT, 'packages/organization/templates');
/** What Lambda runs: one bundle, of which each function calls another export. */
export const FUNCTIONS = join(PRODUCT_ROOT, 'dist/organization/index.js');

/** @throws WrongUsage where the product came without the automation, as in the package of the command line */
export function requireAutomation(): void {
  if (existsSync(TEMPLATES) && existsSync(FUNCTIONS)) return;
  throw new WrongUsage(
    'The templates and functions of the automation are not in this package: run "npm run demo -- organization" in a clone of the repository.',
  );
}
