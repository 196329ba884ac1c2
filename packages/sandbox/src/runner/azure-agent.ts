import { mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import {
  type AzureEndpoint,
  type AzureSecureFile,
  endpointEnvironment,
  registerEndpointSecrets,
  SYSTEM_CONNECTION,
  secureFileEnvironment,
} from './azure-endpoints.ts';
import { createAzureMasker, registerServerSecret } from './azure-masks.ts';
import { combineRestrictions, type StepTarget } from './azure-restrictions.ts';
import { type AzureStepResult, runAzureStep } from './azure-step.ts';
import { readTaskDefinition, type TaskDefinition } from './azure-task-definition.ts';
import { type AzureVariable, AzureVariables, environmentName } from './azure-variables.ts';

export interface AzureJobOptions {
  /** The `node` to run tasks with; the running one by default. */
  readonly node?: string;
  /** The agent process's own environment, which every step inherits. */
  readonly env?: Readonly<Record<string, string>>;
  /** Variables of the pipeline, its groups and the queue dialog. */
  readonly variables?: Readonly<
    Record<string, string | { value: string; secret?: boolean; readOnly?: boolean }>
  >;
  readonly endpoints?: readonly AzureEndpoint[];
  readonly secureFiles?: readonly AzureSecureFile[];
  /** System.Debug. */
  readonly debug?: boolean;
  readonly project?: string;
  readonly buildId?: string;
  /** The organization's address. */
  readonly collectionUri?: string;
  readonly accessToken?: string;
  /** Milliseconds after which a step is killed. */
  readonly timeoutMs?: number;
  /** Where the agent makes its folders; the system's temporary folder by default. */
  readonly folder?: string;
}

export interface AzureTaskStep {
  /** The directory that holds the task's task.json. */
  readonly directory: string;
  /** `name` of the step, for its output variables. */
  readonly name?: string;
  /** By name or alias; `$(macros)` are expanded. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly target?: StepTarget;
  readonly signal?: AbortSignal;
}

/**
 * A job of the Azure Pipelines agent: steps one after another over common variables, and the
 * tasks' post-job steps in reverse.
 *
 * @see https://github.com/microsoft/azure-pipelines-agent/tree/master/src/Agent.Worker
 */
export class AzureJob {
  /** The masked log of all steps so far. */
  readonly log: string[] = [];
  readonly temporary: string;
  readonly workingDirectory: string;
  readonly #root: string;
  readonly #options: AzureJobOptions;
  readonly #masker = createAzureMasker();
  readonly #variables = new AzureVariables(this.#masker);
  readonly #endpoints: readonly AzureEndpoint[];
  readonly #path: string[] = [];
  readonly #posts: (() => Promise<AzureStepResult>)[] = [];
  #steps = 0;

  constructor(options: AzureJobOptions = {}) {
    this.#options = options;
    this.#root = mkdtempSync(join(options.folder ?? tmpdir(), 'azure-job-'));
    this.temporary = join(this.#root, '_temp');
    this.workingDirectory = join(this.#root, 's');
    mkdirSync(this.temporary);
    mkdirSync(this.workingDirectory);
    this.#endpoints = [this.#SYSTEM_CONNECTION(), ...(options.endpoints ?? [])];
    registerEndpointSecrets(this.#masker, this.#endpoints, options.secureFiles ?? []);
    this.#setVariables({
      ...this.#predefined(),
      'System.AccessToken': { value: this.#accessToken(), secret: true },
      ...options.variables,
    });
  }

  variable(name: string): AzureVariable | undefined {
    return this.#variables.get(name);
  }

  async task(step: AzureTaskStep): Promise<AzureStepResult> {
    const definition = readTaskDefinition(step.directory);
    if (definition.main === undefined) throw new Error('The task has no handler for Node.');
    const named = this.#named(step);
    const result = await this.#runTask(named, definition, definition.main, {});
    this.#registerPost(named, definition, result.taskVariables);
    return result;
  }

  /** A task whose `condition` was not met: its post-job step runs nevertheless. */
  skippedTask(step: AzureTaskStep): void {
    this.#registerPost(this.#named(step), readTaskDefinition(step.directory), {});
  }

  #named(step: AzureTaskStep): AzureTaskStep & { readonly name: string } {
    this.#steps += 1;
    return { ...step, name: step.name ?? `step${this.#steps}` };
  }

  #registerPost(
    { signal: _, ...step }: AzureTaskStep & { readonly name: string },
    definition: TaskDefinition,
    taskVariables: Readonly<Record<string, string>>,
  ): void {
    const { post } = definition;
    if (post === undefined) return;
    const carried = Object.entries(taskVariables).map(([name, value]) => [
      `VSTS_TASKVARIABLE_${environmentName(name)}`,
      value,
    ]);
    const state = Object.fromEntries(carried) as Record<string, string>;
    this.#posts.unshift(() => this.#runTask(step, definition, post, state));
  }

  /** A `script:` step; its `env` may map secrets by macro. */
  script(
    text: string,
    options: Pick<AzureTaskStep, 'env' | 'name' | 'target' | 'signal'> = {},
  ): Promise<AzureStepResult> {
    this.#steps += 1;
    return this.#run('bash', ['--noprofile', '--norc', '-e', '-c', text], {
      name: options.name ?? `step${this.#steps}`,
      env: { ...this.scriptEnvironment(), ...this.#expand(options.env) },
      target: options.target,
      signal: options.signal,
    });
  }

  /** The environment of a plain `script:` step that would come next: no secret is in it. */
  scriptEnvironment(): Record<string, string> {
    const env: Record<string, string> = {
      PATH: process.env['PATH'] ?? '',
      HOME: this.#root,
      TF_BUILD: 'True',
      ...this.#options.env,
    };
    for (const { name, value } of this.#variables.public) env[environmentName(name)] = value;
    const path = [...this.#path].reverse().concat(env['PATH'] ?? '');
    return { ...env, PATH: path.join(delimiter) };
  }

  /** Runs the post-job steps, the last step's first, whatever became of the job. */
  async finish(): Promise<AzureStepResult[]> {
    const results: AzureStepResult[] = [];
    for (const post of this.#posts.splice(0)) results.push(await post());
    return results;
  }

  /** Removes the job's directories. */
  async close(): Promise<void> {
    await rm(this.#root, { recursive: true, force: true });
  }

  #runTask(
    step: AzureTaskStep & { readonly name: string },
    definition: TaskDefinition,
    script: string,
    state: Readonly<Record<string, string>>,
  ): Promise<AzureStepResult> {
    const inputs = this.#resolveConnections(
      this.#expand(definition.resolveInputs(step.inputs ?? {})),
    );
    const env = { ...this.#taskEnvironment(inputs), ...state, ...this.#expand(step.env) };
    return this.#run(this.#options.node ?? process.execPath, [script], {
      name: step.name,
      env,
      target: step.target,
      signal: step.signal,
      definition,
    });
  }

  async #run(
    command: string,
    args: readonly string[],
    step: {
      readonly name: string;
      readonly env: Readonly<Record<string, string>>;
      readonly target: StepTarget | undefined;
      readonly signal: AbortSignal | undefined;
      readonly definition?: TaskDefinition;
    },
  ): Promise<AzureStepResult> {
    const result = await runAzureStep({
      command,
      args,
      env: step.env,
      cwd: this.workingDirectory,
      masker: this.#masker,
      variables: this.#variables,
      restrictions: combineRestrictions(step.definition?.restrictions, step.target),
      outputVariables: step.definition?.outputVariables ?? new Set(),
      referenceName: step.name,
      debug: this.#variables.get('System.Debug')?.value.toLowerCase() === 'true',
      timeoutMs: this.#options.timeoutMs,
      signal: step.signal,
    });
    this.#path.push(...result.path);
    this.log.push(...result.log);
    if (result.result === 'Failed') this.#variables.set('Agent.JobStatus', 'Failed');
    return result;
  }

  /**
   * A Node task gets every variable of the job, the secret ones under another name.
   *
   * @see https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/Handlers/Handler.cs
   */
  #taskEnvironment(inputs: Readonly<Record<string, string>>): Record<string, string> {
    const env = this.scriptEnvironment();
    const names = (variables: readonly AzureVariable[]) =>
      JSON.stringify(variables.map(({ name }) => name));
    env['agent.jobstatus'] = this.#variables.get('Agent.JobStatus')?.value ?? '';
    env['VSTS_PUBLIC_VARIABLES'] = names(this.#variables.public);
    env['VSTS_SECRET_VARIABLES'] = names(this.#variables.secret);
    for (const { name, value } of this.#variables.secret) {
      env[`SECRET_${environmentName(name)}`] = value;
    }
    for (const [name, value] of Object.entries(inputs))
      env[`INPUT_${environmentName(name)}`] = value;
    // A task gets only the connections and files that its inputs name, and the job's own.
    const named = new Set([SYSTEM_CONNECTION, ...Object.values(inputs)]);
    for (const endpoint of this.#endpoints) {
      if (named.has(endpoint.id)) Object.assign(env, endpointEnvironment(endpoint));
    }
    for (const file of this.#options.secureFiles ?? []) {
      if (named.has(file.id)) Object.assign(env, secureFileEnvironment(file));
    }
    return env;
  }

  /** The server puts ids in the place of the names that a pipeline writes. */
  #resolveConnections(inputs: Readonly<Record<string, string>>): Record<string, string> {
    const known = [...this.#endpoints, ...(this.#options.secureFiles ?? [])];
    return Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [
        name,
        known.find((item) => item.name !== undefined && item.name === value)?.id ?? value,
      ]),
    );
  }

  #expand(values: Readonly<Record<string, string>> = {}): Record<string, string> {
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, this.#variables.expand(value)]),
    );
  }

  #setVariables(variables: NonNullable<AzureJobOptions['variables']>): void {
    for (const [name, variable] of Object.entries(variables)) {
      const { value, ...rest } = typeof variable === 'string' ? { value: variable } : variable;
      this.#variables.set(name, value, rest);
      if (this.#variables.get(name)?.secret) registerServerSecret(this.#masker, value);
    }
  }

  #accessToken(): string {
    return this.#options.accessToken ?? 'sandbox-job-access-token';
  }

  #SYSTEM_CONNECTION(): AzureEndpoint {
    return {
      id: SYSTEM_CONNECTION,
      url: this.#collectionUri(),
      scheme: 'OAuth',
      parameters: { AccessToken: this.#accessToken() },
    };
  }

  #collectionUri(): string {
    return this.#options.collectionUri ?? 'https://dev.azure.com/contoso/';
  }

  /** @see https://learn.microsoft.com/azure/devops/pipelines/build/variables */
  #predefined(): Record<string, string> {
    const collection = this.#collectionUri();
    const job = '12f1170f-54f2-53f3-20dd-22fc7dff55f9';
    const plan = '3a0d1f6c-8c6b-4d6a-9a3e-2f5f3d1c7b90';
    const project = '6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c';
    return {
      'Agent.BuildDirectory': this.#root,
      'Agent.HomeDirectory': this.#root,
      'Agent.JobName': 'Job',
      'Agent.JobStatus': 'Succeeded',
      'Agent.Name': 'sandbox',
      'Agent.OS': 'Linux',
      'Agent.OSArchitecture': 'X64',
      'Agent.TempDirectory': this.temporary,
      'Agent.ToolsDirectory': join(this.#root, '_tool'),
      'Agent.Version': '5.278.0',
      'Agent.WorkFolder': this.#root,
      'Build.BuildId': this.#options.buildId ?? '4711',
      'Build.BuildNumber': '20261121.1',
      'Build.DefinitionName': 'deploy',
      'Build.Reason': 'IndividualCI',
      'Build.Repository.Name': 'website',
      'Build.SourceBranch': 'refs/heads/main',
      'Build.SourceVersion': '0123456789abcdef0123456789abcdef01234567',
      'Build.SourcesDirectory': this.workingDirectory,
      'Build.StagingDirectory': join(this.#root, 'a'),
      'System.CollectionUri': collection,
      'System.Culture': 'en-US',
      'System.DefaultWorkingDirectory': this.workingDirectory,
      'System.DefinitionId': '12',
      'System.HostType': 'build',
      'System.JobAttempt': '1',
      'System.JobId': job,
      'System.JobName': 'Job',
      'System.OidcRequestUri': `${collection}${project}/_apis/distributedtask/hubs/build/plans/${plan}/jobs/${job}/oidctoken`,
      'System.PlanId': plan,
      'System.TeamFoundationCollectionUri': collection,
      'System.TeamProject': this.#options.project ?? 'Website',
      'System.TeamProjectId': project,
      ...(this.#options.debug ? { 'System.Debug': 'true' } : {}),
    };
  }
}
