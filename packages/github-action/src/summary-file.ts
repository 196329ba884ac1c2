import { closeSync, constants, openSync, writeFileSync } from 'node:fs';

/**
 * Appends to the file of the job summary, if the runner gave one. The toolkit's module for it loads
 * `node:fs/promises`, which nothing else of the step does.
 *
 * @throws NodeJS.ErrnoException when it cannot be written
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions#adding-a-job-summary
 */
export function appendToSummary(markdown: string): void {
  const path = process.env['GITHUB_STEP_SUMMARY'];
  if (path === undefined) return;
  // One that is not there is not made: nobody would read it.
  const file = openSync(path, constants.O_WRONLY | constants.O_APPEND);
  try {
    writeFileSync(file, markdown);
  } finally {
    closeSync(file);
  }
}
