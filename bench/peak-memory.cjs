// Loaded before a program that is measured: leaves its peak memory in bytes in the file that BENCH_PEAK_MEMORY names.
const { readFileSync, writeFileSync } = require('node:fs');

const BYTES_A_KIBIBYTE = 1024;
const file = process.env['BENCH_PEAK_MEMORY'];

process.once('exit', () => {
  writeFileSync(file, String(peakKibibytes() * BYTES_A_KIBIBYTE));
});

/** `maxRSS` begins with what the parent had when it forked, which a large parent shows; Linux knows better. */
function peakKibibytes() {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
