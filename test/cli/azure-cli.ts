import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EntraTenant } from '@entra-aws-creds/sandbox';

/**
 * As much of `az` as scripts that set-up prints call: `az account show` and `az rest`, of somebody who is logged in.
 *
 * @see https://learn.microsoft.com/cli/azure/reference-index#az-rest
 */
const AZ = `
const [noun, ...args] = process.argv.slice(2);
const options = {};
for (let name; args.length > 0; ) {
  const word = args.shift();
  if (word.startsWith('--')) options[(name = word)] = [];
  else if (name !== undefined) options[name].push(word);
}
const print = (value) => {
  const [path] = options['--query'] ?? [];
  const [output] = options['--output'] ?? ['json'];
  const shown = path === undefined ? value : value[path];
  if (output === 'none') return;
  console.log(output === 'tsv' ? shown ?? '' : JSON.stringify(shown));
};
if (noun === 'account') print({ tenantId: process.env.AZ_TENANT });
else {
  const headers = Object.fromEntries((options['--headers'] ?? []).map((one) => one.split('=')));
  const [body] = options['--body'] ?? [];
  const answer = await fetch(options['--uri'][0], {
    method: options['--method'][0],
    headers: {
      authorization: 'Bearer ' + process.env.AZ_TOKEN,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body,
  });
  const text = await answer.text();
  if (!answer.ok) {
    console.error('ERROR: ' + answer.statusText + '(' + text + ')');
    process.exit(1);
  }
  if (text !== '') print(JSON.parse(text));
}
`;

/** Puts `az` into a folder for the path; what it reads of its login are these variables. */
export function azureCli(
  home: string,
  tenant: EntraTenant,
  token: string,
): { readonly folder: string; readonly env: Readonly<Record<string, string>> } {
  const folder = join(home, 'az-bin');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'az.mjs'), AZ);
  const az = join(folder, 'az');
  writeFileSync(az, `#!/bin/sh\nexec "${process.execPath}" "${join(folder, 'az.mjs')}" "$@"\n`);
  chmodSync(az, 0o755);
  return { folder, env: { AZ_TENANT: tenant.id, AZ_TOKEN: token } };
}
