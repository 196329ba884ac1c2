// Imported before a bundle: when it ends, adds a line about what it has loaded to the file that LOADED_MODULES names.
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const files = [];
const besideInputs = [];
registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith('file:')) {
      files.push(url);
      if (Object.keys(process.env).some((name) => name.startsWith('INPUT_')))
        besideInputs.push(url);
    }
    return nextLoad(url, context);
  },
});

process.once('exit', () => {
  const builtins = process.moduleLoadList
    .filter((entry) => entry.startsWith('NativeModule '))
    .map((entry) => entry.slice('NativeModule '.length));
  appendFileSync(
    process.env['LOADED_MODULES'],
    `${JSON.stringify({ files, besideInputs, builtins })}\n`,
  );
});
