import { dirname, join } from 'node:path';
import { issueCommand } from '@actions/core/lib/command.js';
import type {
  InputName,
  JobHost,
  JobIdentity,
  JobVariable,
  PipelineRun,
  Report,
  RunOrigin,
  StepOutput,
} from '@entra-aws-creds/core';
import { handToRunner } from './hand-to-runner.ts';
import { jobSummary } from './job-summary.ts';
import { ownToken } from './own-token.ts';
import { runOrigin } from './run-origin.ts';
import { RunnerJob, STATE } from './runner-job.ts';
import { appendToSummary } from './summary-file.ts';

/** Without these files there is no way for values but the log. */
const FILE_COMMANDS = ['GITHUB_ENV', 'GITHUB_OUTPUT', 'GITHUB_STATE'];

/** The Actions runner as a host. */
export class GitHubHost extends RunnerJob implements JobHost {
  readonly aliases = {};

  get run(): PipelineRun {
    const { GITHUB_REPOSITORY: repository = 'unknown' } = process.env;
    return {
      system: 'GitHubActions',
      place: repository.split('/'),
      kind: 'run',
      id: process.env['GITHUB_RUN_ID'] ?? '',
      attempt: process.env['GITHUB_RUN_ATTEMPT'] ?? '',
      job: process.env['GITHUB_JOB'] ?? '',
    };
  }

  get origin(): RunOrigin | undefined {
    return runOrigin();
  }

  get jobIdentity(): JobIdentity {
    return { ownToken: ownToken(process.env) };
  }

  readonly credentialProcess = {
    node: process.execPath,
    script: join(dirname(process.argv[1] ?? ''), '../credential-process/index.js'),
  };

  read(name: InputName): string {
    return (process.env[`INPUT_${name.toUpperCase()}`] ?? '').trim();
  }

  label(name: InputName): string {
    return name;
  }

  mask(texts: readonly string[]): void {
    // In one write: a certificate has more lines than all else that a step writes.
    process.stdout.cork();
    for (const text of texts) issueCommand('add-mask', {}, text);
    process.stdout.uncork();
  }

  error(line: string): void {
    issueCommand('error', {}, line);
  }

  fail(line: string): void {
    process.exitCode = 1;
    this.error(line);
  }

  report(report: Report): void {
    try {
      appendToSummary(jobSummary(report));
    } catch (error) {
      // A summary that is full or cannot be written is no reason to fail a step that has done its work.
      const { code } = error as NodeJS.ErrnoException;
      this.warning(`The job summary could not be written (${code})`);
    }
  }

  remember(text: string): void {
    handToRunner([{ command: 'STATE', values: [{ name: STATE, value: text }] }]);
  }

  obstacle(): string | undefined {
    const missing = FILE_COMMANDS.find((name) => (process.env[name] ?? '') === '');
    return missing && `the runner gave no ${missing} file`;
  }

  /** Never: a variable may be there for this step alone, and may be set anew at any time. */
  isThere(): boolean {
    return false;
  }

  handOver(variables: readonly JobVariable[], outputs: readonly StepOutput[]): void {
    handToRunner([
      { command: 'OUTPUT', values: outputs },
      { command: 'ENV', values: variables },
    ]);
  }
}
