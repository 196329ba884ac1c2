import { dirname, join } from 'node:path';
import {
  type AgentNetwork,
  camelCase,
  type Host,
  type InputName,
  type JobIdentity,
  type OutputName,
  type PipelineRun,
  type ReportRow,
  type SourceLocation,
} from '@entra-aws-creds/core';
import * as tl from 'azure-pipelines-task-lib/task.js';
import { agentNetwork } from './agent-network.ts';
import { jobIdentity } from './job-identity.ts';
import type { TaskEnvironment } from './task-environment.ts';

const TASK_VARIABLE = 'EntraAwsCredsCleanUp';

/** The Azure Pipelines agent as a host. */
export class AzureHost implements Host {
  /**
   * What the tasks of the AWS Toolkit for Azure DevOps read by themselves.
   *
   * @see https://docs.aws.amazon.com/vsts/latest/userguide/task-reference.html
   */
  readonly aliases = {
    AWS_ACCESS_KEY_ID: { name: 'AWS.AccessKeyID', secret: true },
    AWS_SECRET_ACCESS_KEY: { name: 'AWS.SecretAccessKey', secret: true },
    AWS_SESSION_TOKEN: { name: 'AWS.SessionToken', secret: true },
    AWS_REGION: { name: 'AWS.Region', secret: false },
  };

  readonly #environment: TaskEnvironment;

  constructor(environment: TaskEnvironment) {
    this.#environment = environment;
  }

  readonly credentialProcess = {
    node: process.execPath,
    script: join(dirname(process.argv[1] ?? ''), '../credential-process/index.js'),
  };

  get temporaryDirectory(): string {
    return this.#variable('Agent.TempDirectory');
  }

  get agentNetwork(): AgentNetwork {
    return agentNetwork((name) => this.#variable(name));
  }

  get jobIdentity(): JobIdentity {
    return jobIdentity(this.#environment, {
      serviceConnection: this.read('azure-service-connection'),
      secureFile: this.read('certificate-secure-file'),
    });
  }

  get run(): PipelineRun {
    return {
      system: 'AzureDevOps',
      place: [this.#variable('System.TeamProject')],
      id: this.#variable('Build.BuildId') || this.#variable('Release.ReleaseId'),
    };
  }

  read(name: InputName): string {
    return (this.#environment[`INPUT_${inputName(name).toUpperCase()}`] ?? '').trim();
  }

  label(name: InputName): string {
    return inputName(name);
  }

  mask(text: string): void {
    tl.setSecret(text);
  }

  info(line: string): void {
    process.stdout.write(`${line}\n`);
  }

  warning(line: string, location?: SourceLocation): void {
    if (location === undefined) tl.warning(line);
    else tl.logIssue(tl.IssueType.Warning, line, location.file, location.line);
  }

  error(line: string): void {
    tl.error(line);
  }

  fail(line: string): void {
    tl.setResult(tl.TaskResult.Failed, line);
  }

  report(title: string, rows: readonly ReportRow[]): void {
    const width = Math.max(...rows.map(([label]) => label.length));
    this.info(title);
    for (const [label, value] of rows) this.info(`  ${label.padEnd(width)}  ${value}`);
  }

  obstacle(variables: readonly { name: string; secret: boolean }[]): string | undefined {
    const secrets = this.#secretVariables();
    const taken = variables.find(({ name, secret }) => !secret && secrets.has(variableKey(name)));
    return (
      taken &&
      `the job already has a secret variable named ${taken.name} (a variable group, or an earlier step), and a secret variable stays secret and so never reaches a script's environment`
    );
  }

  exportVariable(name: string, value: string, secret: boolean): void {
    tl.setVariable(name, value, secret);
  }

  currentValue(name: string): string | undefined {
    const key = variableKey(name);
    return this.#environment[key] ?? this.#environment[`SECRET_${key}`];
  }

  setOutput(name: OutputName, value: string, secret: boolean): void {
    tl.setVariable(camelCase(name), value, secret, true);
  }

  remember(text: string): void {
    tl.setTaskVariable(TASK_VARIABLE, text);
  }

  recall(): string {
    return this.#environment[`VSTS_TASKVARIABLE_${TASK_VARIABLE.toUpperCase()}`] ?? '';
  }

  #variable(name: string): string {
    return this.currentValue(name) ?? '';
  }

  #secretVariables(): ReadonlySet<string> {
    const names: unknown = JSON.parse(this.#environment['VSTS_SECRET_VARIABLES'] || '[]');
    return new Set(Array.isArray(names) ? names.map((name) => variableKey(String(name))) : []);
  }
}

/** The names of the contract: camel case, and a whole word where GitHub's users are used to a short one. */
function inputName(name: InputName): string {
  return name === 'action-timeout-s' ? 'taskTimeoutSeconds' : camelCase(name);
}

/** How the agent writes a variable's name in the environment. */
function variableKey(name: string): string {
  return name.replace(/[. ]/g, '_').toUpperCase();
}
