// Imported before a bundle: the folder that ARC_KEYS names stands for that of the agent of Azure Arc, which
// only an administrator can make.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const OF_THE_AGENT = '/var/opt/azcmagent/tokens/';
const standIn = (path) =>
  String(path).startsWith(OF_THE_AGENT)
    ? `${process.env['ARC_KEYS']}/${String(path).slice(OF_THE_AGENT.length)}`
    : path;

for (const name of ['statSync', 'readFileSync']) {
  const original = fs[name];
  fs[name] = (path, ...rest) => original(standIn(path), ...rest);
}
syncBuiltinESMExports();
