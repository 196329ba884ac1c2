import { issueCommand } from '@actions/core/lib/command.js';
import type { SourceLocation } from '@entra-aws-creds/core';

/** Under which the main step leaves what its clean-up needs. */
export const STATE = 'clean-up';

/**
 * The Actions runner, as far as main step and clean-up both need it. The toolkit's modules for its
 * commands are imported singly, because the one that leads to all of them loads an HTTP client.
 */
export class RunnerJob {
  get temporaryDirectory(): string {
    return process.env['RUNNER_TEMP'] ?? '';
  }

  info(line: string): void {
    process.stdout.write(`${line}\n`);
  }

  warning(line: string, location?: SourceLocation): void {
    issueCommand('warning', { ...location }, line);
  }

  currentValue(name: string): string | undefined {
    return process.env[name];
  }

  recall(): string {
    return process.env[`STATE_${STATE}`] ?? '';
  }
}
