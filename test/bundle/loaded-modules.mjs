// Imported before a bundle: when it ends, adds a line about what it has loaded to the file that LOADED_MODULES names.
import { registerHooks } from 'node:module';

// Imported, it would load all that it has, `node:fs/promises` with it.
const fs = process.getBuiltinModule('node:fs');

const files = [];
const besideInputs = [];
const connecting = [];
/** Of a connection that was begun and is not made yet: its host's name is looked up, or it is on its way. */
const CONNECTING = new Set(['GetAddrInfoReqWrap', 'TCPConnectWrap']);

registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith('file:')) {
      files.push(url);
      if (Object.keys(process.env).some((name) => name.startsWith('INPUT_')))
        besideInputs.push(url);
      if (process.getActiveResourcesInfo().some((name) => CONNECTING.has(name)))
        connecting.push(url);
    }
    return nextLoad(url, context);
  },
});

process.once('exit', () => {
  const builtins = process.moduleLoadList
    .filter((entry) => entry.startsWith('NativeModule '))
    .map((entry) => entry.slice('NativeModule '.length));
  fs.appendFileSync(
    process.env['LOADED_MODULES'],
    `${JSON.stringify({ files, besideInputs, connecting, builtins })}\n`,
  );
});
