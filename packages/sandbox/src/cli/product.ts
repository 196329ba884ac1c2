import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where the built product lies: this program is one of its bundles, in a folder of `dist`, or a link to it. */
export const PRODUCT_ROOT = join(dirname(realpathSync(process.argv[1] ?? '')), '..', '..');

/** The bundles that `action.yml` names, found as the runner finds them. */
export function actionBundles(): { readonly main: string; readonly post: string } {
  const text = readFileSync(join(PRODUCT_ROOT, 'action.yml'), 'utf8');
  const target = (key: string) => {
    const path = new RegExp(`^ {2}${key}: (\\S+)$`, 'm').exec(text)?.[1];
    if (path === undefined) throw new Error(`action.yml names no ${key}`);
    return join(PRODUCT_ROOT, path);
  };
  return { main: target('main'), post: target('post') };
}
