import { appendFileSync } from 'node:fs';
import { afterAll } from '@jest/globals';

const { FUZZ_RUNS: runs = '', FUZZ_COUNT_FILE: countFile = '' } = process.env;

// Loading the library takes time that files without properties would waste.
if (runs !== '') {
  const { default: fc } = await import('fast-check');
  let cases = 0;
  fc.configureGlobal({
    numRuns: Number(runs),
    reporter: (details) => {
      cases += details.numRuns;
      const message = fc.defaultReportMessage(details);
      if (details.failed) throw new Error(message);
    },
  });
  afterAll(() => {
    if (countFile !== '') appendFileSync(countFile, `${cases}\n`);
  });
}
