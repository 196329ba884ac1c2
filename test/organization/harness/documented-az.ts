import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { EntraTenant, Sandbox } from '@entra-aws-creds/sandbox';
import { codeBlocks } from '../../repository/documented-pages.ts';
import { graphApp } from '../../sandbox/graph-client.ts';

/** As much of `az` as the page uses, in pages of two. */
const AZ = `#!${process.execPath}
import { request } from 'node:https';
const [command, ...args] = process.argv.slice(2);
const flag = (name) => args[args.indexOf(name) + 1];
const graph = 'https://graph.microsoft.com/v1.0';
const ask = (method, url, body) => new Promise((resolve, reject) => {
  const address = url.replace(graph, process.env.GRAPH + '/v1.0');
  const headers = { authorization: 'Bearer ' + process.env.TOKEN, 'content-type': 'application/json' };
  const sent = request(address, { method, headers, ca: process.env.CA }, async (answer) => {
    let text = '';
    for await (const chunk of answer) text += chunk;
    if (answer.statusCode >= 300) console.error('ERROR: ' + text);
    resolve(text === '' ? {} : JSON.parse(text));
  });
  sent.on('error', reject).end(body);
});
const [object, verb] = args;
if (command === 'ad' && object === 'sp' && verb === 'show') {
  const { id } = await ask('GET', graph + "/servicePrincipals(appId='" + flag('--id') + "')");
  console.log(id);
} else if (command === 'rest' && args.includes('POST')) {
  await ask('POST', flag('--url'), flag('--body'));
} else if (command === 'rest') {
  const url = flag('--url');
  const page = await ask('GET', url.includes('$top') || url.includes('%24top') ? url : url + '&$top=2');
  if (flag('--query') === '"@odata.nextLink"') console.log(page['@odata.nextLink'] ?? '');
  else if (flag('--query') === 'value[].["@odata.type", id]') {
    for (const one of page.value) console.log(one['@odata.type'] + '\\t' + one.id);
  } else throw new Error('this query is not known here');
} else throw new Error('this command is not known here: ' + process.argv.slice(2).join(' '));
`;

/**
 * Runs the commands of docs/organization.md that make one identity the owner of what another owns, as an
 * administrator of the tenant.
 *
 * @returns what they said of errors
 */
export async function shareOwnership(
  sandbox: Sandbox,
  tenant: EntraTenant,
  identities: { readonly OLD: string; readonly NEW: string },
): Promise<string> {
  const block = codeBlocks('docs/organization.md').find(({ text }) =>
    text.includes('ownedObjects'),
  );
  const { token } = await graphApp(sandbox, tenant, 'Application.ReadWrite.All');
  const folder = mkdtempSync(join(tmpdir(), 'documented-az-'));
  writeFileSync(join(folder, 'az'), AZ, { mode: 0o755 });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', block?.text ?? 'false'], {
    env: {
      PATH: `${folder}${delimiter}${process.env['PATH']}`,
      ...{ GRAPH: sandbox.graphUrl, TOKEN: token, CA: sandbox.caPem },
      ...identities,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  shell.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const status = await new Promise((resolve) => shell.on('close', resolve));
  rmSync(folder, { recursive: true });
  if (status !== 0) throw new Error(`the commands ended with ${status}: ${said}`);
  return said;
}
