import type { SourceLocation } from '@entra-aws-creds/core';
import type { CleanUpHost } from '@entra-aws-creds/core/post';
import { TaskCommand } from 'azure-pipelines-task-lib/taskcommand.js';
import type { TaskEnvironment } from './task-environment.ts';

const TASK_VARIABLE = 'EntraAwsCredsCleanUp';

/**
 * The Azure Pipelines agent, as far as main step and clean-up both need it. Of the task library only
 * what writes commands is imported: the whole of it takes longer to load than all of this to run, moves
 * variables out of the environment and leaves a file in the working folder.
 *
 * @see https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
 */
export class AgentJob implements CleanUpHost {
  protected readonly environment: TaskEnvironment;
  protected readonly print: (text: string) => void;

  /** @param print to standard output, where the agent reads its commands */
  constructor(
    environment: TaskEnvironment,
    print = (text: string): void => void process.stdout.write(text),
  ) {
    this.environment = environment;
    this.print = print;
  }

  get temporaryDirectory(): string {
    return this.variable('Agent.TempDirectory');
  }

  info(line: string): void {
    this.print(`${line}\n`);
  }

  warning(line: string, location?: SourceLocation): void {
    if (location === undefined) {
      this.issue('warning', line);
    } else {
      const place = { sourcepath: location.file, linenumber: String(location.line) };
      this.command('task.logissue', { type: 'warning', ...place }, line);
    }
  }

  exportVariable(name: string, value: string, secret: boolean): void {
    this.print(setVariable(name, value, secret));
  }

  currentValue(name: string): string | undefined {
    const key = variableKey(name);
    return this.environment[key] ?? this.environment[`SECRET_${key}`];
  }

  remember(text: string): void {
    this.command('task.settaskvariable', { variable: TASK_VARIABLE }, text);
  }

  recall(): string {
    return this.environment[`VSTS_TASKVARIABLE_${TASK_VARIABLE.toUpperCase()}`] ?? '';
  }

  protected variable(name: string): string {
    return this.currentValue(name) ?? '';
  }

  /** As the task library writes it; the id tells the agent that it is not from a tool that the task ran. */
  protected issue(type: 'warning' | 'error', line: string): void {
    const correlationId = this.environment['COMMAND_CORRELATION_ID'] ?? '';
    this.command('task.issue', { type, source: 'TaskInternal', correlationId }, line);
  }

  protected command(name: string, properties: Record<string, string>, message: string): void {
    this.print(commandLine(name, properties, message));
  }
}

/** A line that the agent takes for a command. */
export function commandLine(
  name: string,
  properties: Record<string, string>,
  message: string,
): string {
  return `${new TaskCommand(name, properties, message)}\n`;
}

/** The line that sets a variable for the steps that follow; with `isOutput`, one of this step's. */
export function setVariable(
  name: string,
  value: string,
  secret: boolean,
  properties: { readonly isOutput?: 'true' } = {},
): string {
  const all = { variable: name, ...properties, issecret: String(secret) };
  return commandLine('task.setvariable', all, value);
}

/** How the agent writes a variable's name in the environment. */
export function variableKey(name: string): string {
  return name.replace(/[. ]/g, '_').toUpperCase();
}
