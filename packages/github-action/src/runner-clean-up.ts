import { appendFileSync } from 'node:fs';
import { type CleanUpHost, writeAtOnce } from '@entra-aws-creds/core/post';
import { appendOrUndo } from './command-files.ts';
import { RunnerJob } from './runner-job.ts';
import { variableText } from './variable-text.ts';

/** The runner at the end of a job, with nothing loaded that a clean-up can do without. */
export class RunnerCleanUp extends RunnerJob implements CleanUpHost {
  override info(line: string): void {
    writeAtOnce('stdout', `${line}\n`);
  }

  exportVariable(name: string, value: string): void {
    const text = variableText(name, value);
    appendOrUndo([{ command: 'ENV', text }], (_, path) => appendFileSync(path, `${text}\n`));
  }
}
