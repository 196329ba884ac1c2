import { dirname, join } from 'node:path';
import {
  type AgentNetwork,
  camelCase,
  type InputName,
  type JobHost,
  type JobIdentity,
  type JobVariable,
  type PipelineRun,
  type Report,
  type RunOrigin,
  type StepOutput,
} from '@entra-aws-creds/core';
import { AgentJob, commandLine, setVariable, variableKey } from './agent-job.ts';
import { agentNetwork } from './agent-network.ts';
import { jobIdentity } from './job-identity.ts';
import { pipelineRun } from './pipeline-run.ts';

/** The Azure Pipelines agent as a host. */
export class AzureHost extends AgentJob implements JobHost {
  /**
   * What the tasks of the AWS Toolkit for Azure DevOps read by themselves; their `AWS.Region` is `AWS_REGION`
   * to the environment.
   *
   * @see https://docs.aws.amazon.com/vsts/latest/userguide/task-reference.html
   */
  readonly aliases = {
    AWS_ACCESS_KEY_ID: { name: 'AWS.AccessKeyID', secret: true },
    AWS_SECRET_ACCESS_KEY: { name: 'AWS.SecretAccessKey', secret: true },
    AWS_SESSION_TOKEN: { name: 'AWS.SessionToken', secret: true },
  };

  readonly credentialProcess = {
    node: process.execPath,
    script: join(dirname(process.argv[1] ?? ''), '../credential-process/index.js'),
  };

  get agentNetwork(): AgentNetwork {
    return agentNetwork((name) => this.variable(name));
  }

  get jobIdentity(): JobIdentity {
    return jobIdentity(this.environment, {
      serviceConnection: this.read('azure-service-connection'),
      secureFile: this.read('certificate-secure-file'),
    });
  }

  get run(): PipelineRun {
    return pipelineRun((name) => this.variable(name));
  }

  get origin(): RunOrigin {
    const isFork = this.variable('System.PullRequest.IsFork').toLowerCase() === 'true';
    return isFork ? 'fork' : 'own';
  }

  read(name: InputName): string {
    return (this.environment[`INPUT_${inputName(name).toUpperCase()}`] ?? '').trim();
  }

  label(name: InputName): string {
    return inputName(name);
  }

  mask(texts: readonly string[]): void {
    this.print(texts.map((text) => commandLine('task.setsecret', {}, text)).join(''));
  }

  error(line: string): void {
    this.issue('error', line);
  }

  fail(line: string): void {
    this.error(line);
    this.command('task.complete', { result: 'Failed' }, line);
  }

  report({ title, rows, documents }: Report): void {
    const width = Math.max(...rows.map(([label]) => label.length));
    this.info(title);
    for (const [label, value] of rows) this.info(`  ${label.padEnd(width)}  ${value}`);
    for (const document of documents) {
      this.info(`${document.title}:`);
      for (const line of document.json.split('\n')) this.info(line);
    }
  }

  obstacle(variables: readonly { name: string; secret: boolean }[]): string | undefined {
    const secrets = this.#variables('SECRET');
    const taken = variables.find(({ name, secret }) => !secret && secrets.has(variableKey(name)));
    return (
      taken &&
      `the job already has a secret variable named ${taken.name} (a variable group, or an earlier step), and a secret variable stays secret and so never reaches a script's environment`
    );
  }

  /**
   * A variable of the pipeline that is read-only fails the task that sets it, be it to the same value, and
   * the agent tells no task which ones are.
   *
   * @see https://github.com/microsoft/azure-pipelines-yaml/blob/master/design/readonly-variables.md
   */
  isThere({ name, value, secret }: JobVariable): boolean {
    return !secret && this.#isPublic(name) && this.currentValue(name) === value;
  }

  handOver(variables: readonly JobVariable[], outputs: readonly StepOutput[]): void {
    this.#tellReplaced(variables);
    const lines = [
      ...outputs.map(({ name, value, secret }) =>
        setVariable(camelCase(name), value, secret, { isOutput: 'true' }),
      ),
      ...variables.map(({ name, value, secret }) => setVariable(name, value, secret)),
    ];
    this.print(lines.join(''));
  }

  /** What explains the error that the agent gives where one of them is read-only. */
  #tellReplaced(variables: readonly JobVariable[]): void {
    const replaced = variables.filter(
      ({ name, secret }) =>
        !secret && this.#isPublic(name) && (this.currentValue(name) ?? '') !== '',
    );
    if (replaced.length === 0) return;
    this.info(
      `Replacing ${replaced.map(({ name }) => name).join(', ')}, which the job already has. If the agent refuses because it is read-only, remove it from the pipeline's variables, or give it the same value there.`,
    );
  }

  #isPublic(name: string): boolean {
    return this.#variables('PUBLIC').has(variableKey(name));
  }

  /** The job's variables, as the environment names them. */
  #variables(kind: 'PUBLIC' | 'SECRET'): ReadonlySet<string> {
    const names: unknown = JSON.parse(this.environment[`VSTS_${kind}_VARIABLES`] || '[]');
    return new Set(Array.isArray(names) ? names.map((name) => variableKey(String(name))) : []);
  }
}

/** The names of the contract: camel case, and a whole word where GitHub's users are used to a short one. */
function inputName(name: InputName): string {
  return name === 'action-timeout-s' ? 'taskTimeoutSeconds' : camelCase(name);
}
