import { parseRecord, stillHolds } from './5-publish/clean-up-record.ts';
import type { Host } from './5-publish/host.ts';
import { plainText } from './log-line.ts';

/** What the clean-up needs of a {@link Host}. */
export type CleanUpHost = Pick<
  Host,
  'recall' | 'currentValue' | 'exportVariable' | 'info' | 'warning'
>;

/**
 * Blanks the variables that the step exported and that still hold what it gave them: another
 * use of the step in the same job, or whoever set them since, keeps theirs. It never throws
 * and never fails the job.
 */
export function cleanUp(host: CleanUpHost): void {
  try {
    const record = parseRecord(host.recall());
    if (record === undefined) return;
    const cleared = record.variables.filter((variable) => {
      const value = host.currentValue(variable.name) ?? '';
      return value !== '' && stillHolds(variable, value, record.key);
    });
    for (const { name, secret } of cleared) host.exportVariable(name, '', secret);
    const names = cleared.map(({ name }) => name).join(', ');
    host.info(names === '' ? 'Nothing left to clear' : plainText(`Cleared ${names}`));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    host.warning(plainText(`Clean-up of the AWS credentials failed: ${reason}`));
  }
}
