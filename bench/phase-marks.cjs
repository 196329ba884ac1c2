// Loaded before a step that is measured: leaves in the file that BENCH_PHASES names how much processor time the main
// thread had taken when each part of it began, in ms, and how much of that calls took that are made here and there.
const cpuMs = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};
const spent = { connect: 0, keys: 0 };
const marks = [];
const mark = (name) => marks.push({ name, at: cpuMs(), ...spent });

mark('node');
const { subscribe } = require('node:diagnostics_channel');
const { writeFileSync } = require('node:fs');
const { registerHooks } = require('node:module');
const crypto = require('node:crypto');
const tls = require('node:tls');
require('node:https');
require('node:dns');

timed(tls, 'connect', 'connect');
for (const name of ['createPrivateKey', 'sign', 'verify']) timed(crypto, name, 'keys');
timed(crypto.Sign.prototype, 'sign', 'keys');

/** Adds the time of each call of `object[name]` to what is spent on `what`. */
function timed(object, name, what) {
  const original = object[name];
  object[name] = function (...args) {
    if (name === 'connect') mark(name);
    const begun = cpuMs();
    try {
      return original.apply(this, args);
    } finally {
      spent[what] += cpuMs() - begun;
    }
  };
}

registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) mark('file');
    return next(url, context);
  },
});
subscribe('http.client.request.start', () => mark('request'));
subscribe('http.client.response.finish', () => mark('answer'));
process.once('exit', () => {
  mark('exit');
  writeFileSync(process.env['BENCH_PHASES'], JSON.stringify(marks));
});

mark('ready');
