import { dirname, join } from 'node:path';
import * as core from '@actions/core';
import { context } from '@actions/github';
import type {
  Host,
  InputName,
  JobIdentity,
  OutputName,
  PipelineRun,
  ReportRow,
  SourceLocation,
} from '@entra-aws-creds/core';
import { ownToken } from './own-token.ts';

const STATE = 'clean-up';

/** Without these files the toolkit would fall back to printing values to the log. */
const FILE_COMMANDS = ['GITHUB_ENV', 'GITHUB_OUTPUT', 'GITHUB_STATE'];

/** The Actions runner as a host. */
export class GitHubHost implements Host {
  readonly aliases = {};

  get run(): PipelineRun {
    const { GITHUB_REPOSITORY: repository = 'unknown' } = process.env;
    const id = Number.isNaN(context.runId) ? '' : String(context.runId);
    return { system: 'GitHubActions', place: repository.split('/'), id };
  }

  get jobIdentity(): JobIdentity {
    return { ownToken: ownToken(process.env) };
  }

  get temporaryDirectory(): string {
    return process.env['RUNNER_TEMP'] ?? '';
  }

  readonly credentialProcess = {
    node: process.execPath,
    script: join(dirname(process.argv[1] ?? ''), '../credential-process/index.js'),
  };

  read(name: InputName): string {
    return core.getInput(name);
  }

  label(name: InputName): string {
    return name;
  }

  mask(text: string): void {
    core.setSecret(text);
  }

  info(line: string): void {
    core.info(line);
  }

  warning(line: string, location?: SourceLocation): void {
    core.warning(line, location && { file: location.file, startLine: location.line });
  }

  error(line: string): void {
    core.error(line);
  }

  fail(line: string): void {
    core.setFailed(line);
  }

  report(title: string, rows: readonly ReportRow[]): void {
    if (process.env['GITHUB_STEP_SUMMARY'] === undefined) return;
    core.summary
      .addHeading(title, 3)
      .addTable(rows.map(([label, value]) => [{ data: label, header: true }, escapeHtml(value)]));
    // A summary that is full or cannot be written is no reason to fail a step that has done its work.
    core.summary.write().catch(() => core.warning('The job summary could not be written'));
  }

  obstacle(): string | undefined {
    const missing = FILE_COMMANDS.find((name) => (process.env[name] ?? '') === '');
    return missing && `the runner gave no ${missing} file`;
  }

  exportVariable(name: string, value: string): void {
    core.exportVariable(name, value);
  }

  currentValue(name: string): string | undefined {
    return process.env[name];
  }

  setOutput(name: OutputName, value: string): void {
    core.setOutput(name, value);
  }

  remember(text: string): void {
    core.saveState(STATE, text);
  }

  recall(): string {
    return core.getState(STATE);
  }
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
