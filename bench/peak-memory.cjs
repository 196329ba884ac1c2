// Loaded before a program that is measured: leaves its peak memory in bytes in the file that BENCH_PEAK_MEMORY names.
const { writeFileSync } = require('node:fs');

const BYTES_A_KIBIBYTE = 1024;
const file = process.env['BENCH_PEAK_MEMORY'];

process.once('exit', () => {
  writeFileSync(file, String(process.resourceUsage().maxRSS * BYTES_A_KIBIBYTE));
});
