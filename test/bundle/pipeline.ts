import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { camelCase } from '@entra-aws-creds/core';
import {
  AzureJob,
  type AzureJobOptions,
  GitHubJob,
  type Sandbox,
  type StandardScenario,
} from '@entra-aws-creds/sandbox';
import { NODE_VERSIONS, type NodeVersion } from './node-versions.ts';

export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
/** Where the task is; `npm run test:vsix` names the folder that its package was unpacked into. */
export const TASK_DIRECTORY = process.env['TASK_DIRECTORY'] ?? REPOSITORY;
const action = readFileSync(join(REPOSITORY, 'action.yml'), 'utf8');
const target = (key: string) =>
  join(REPOSITORY, RegExp(`^ {2}${key}: (.+)$`, 'm').exec(action)?.[1] ?? '');
/** The bundles that `action.yml` names. */
export const ACTION = { main: target('main'), post: target('post') };

export type HostName = 'GitHub Actions' | 'Azure Pipelines';

/** Both hosts on both Node versions: every rule of the contract holds on each. */
export const PIPELINES = (['GitHub Actions', 'Azure Pipelines'] as const).flatMap((host) =>
  (['Node 20', 'Node 24'] as const).map((node) => [host, node] as const),
);

export type Inputs = Readonly<Record<string, string>>;

/** What became of one step, in the same words for both hosts. */
export interface StepOutcome {
  readonly succeeded: boolean;
  readonly exitCode: number | null;
  /** What a person sees. */
  readonly log: string;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** By the names of `action.yml`. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Variables that the step set for later steps, in order. */
  readonly exported: readonly {
    readonly name: string;
    readonly value: string;
    readonly secret: boolean;
  }[];
  readonly masks: readonly string[];
  /** Everything written, commands and all, in order. */
  readonly written: string;
  /** Texts that outlive the step somewhere else than in the job's environment. */
  readonly kept: string;
}

export interface PipelineOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, { value: string; secret?: boolean }>>;
  readonly secrets?: readonly string[];
  readonly debug?: boolean;
  /** Where the runner or agent makes its folders. */
  readonly folder?: string;
  /** What the organization of Azure DevOps has for the job. */
  readonly azure?: Pick<
    AzureJobOptions,
    'accessToken' | 'collectionUri' | 'endpoints' | 'secureFiles'
  >;
}

/** A job on either host. */
export interface Pipeline {
  /** Aborting `signal` cancels the step as the host does. */
  step(inputs: Inputs, signal?: AbortSignal): Promise<StepOutcome>;
  /** The post steps, last step's first. */
  finish(): Promise<readonly StepOutcome[]>;
  /** What a script would see of AWS. */
  awsVariables(): Record<string, string>;
  /** A later step sets a variable. */
  setVariable(name: string, value: string): Promise<void>;
  script(text: string): Promise<string>;
  /** Files under the job's temporary folder and working folder. */
  files(): readonly string[];
  close(): Promise<void>;
}

export function openPipeline(
  host: HostName,
  node: NodeVersion,
  options: PipelineOptions = {},
): Pipeline {
  return host === 'GitHub Actions'
    ? gitHub(NODE_VERSIONS[node], options)
    : azure(NODE_VERSIONS[node], options);
}

function gitHub(node: string, options: PipelineOptions): Pipeline {
  const job = new GitHubJob({
    node,
    env: options.environment ?? {},
    secrets: options.secrets ?? [],
    debug: options.debug ?? false,
    timeoutMs: 60_000,
    ...(options.folder !== undefined && { folder: options.folder }),
  });
  const outcome = (result: Awaited<ReturnType<typeof job.step>>): StepOutcome => ({
    succeeded: result.conclusion === 'success',
    exitCode: result.exitCode,
    log: result.log.join('\n'),
    errors: messages(result.annotations, 'error'),
    warnings: messages(result.annotations, 'warning'),
    outputs: result.outputs,
    exported: Object.entries(result.env).map(([name, value]) => ({ name, value, secret: false })),
    masks: result.masks,
    written: result.stdout + result.stderr,
    kept: result.summary + JSON.stringify(result.state),
  });
  return {
    step: async (inputs, signal) =>
      outcome(await job.step({ ...ACTION, inputs, ...(signal && { signal }) })),
    finish: async () => (await job.finish()).map(outcome),
    awsVariables: () => onlyAws(job.scriptEnvironment()),
    setVariable: async (name, value) => {
      await job.script(`echo "${name}=${value}" >> "$GITHUB_ENV"`);
    },
    script: async (text) => (await job.script(text)).log.join('\n'),
    files: () => [...filesBelow(job.temporary), ...filesBelow(job.workspace)],
    close: () => job.close(),
  };
}

function azure(node: string, options: PipelineOptions): Pipeline {
  const job = new AzureJob({
    ...options.azure,
    node,
    env: options.environment ?? {},
    variables: options.variables ?? {},
    debug: options.debug ?? false,
    timeoutMs: 60_000,
    ...(options.folder !== undefined && { folder: options.folder }),
  });
  const outcome = (result: Awaited<ReturnType<typeof job.task>>): StepOutcome => {
    const own = result.variables.filter(({ isOutput }) => !isOutput);
    const outputs = result.variables.filter(({ isOutput }) => isOutput);
    return {
      succeeded: result.result === 'Succeeded',
      exitCode: result.exitCode,
      log: result.log.join('\n'),
      errors: messages(result.issues, 'error'),
      warnings: messages(result.issues, 'warning'),
      // The agent puts the step's name in front of an output variable.
      outputs: Object.fromEntries(
        outputs.map(({ name, value }) => [kebabCase(name.replace(/^\w+\./, '')), value]),
      ),
      exported: own.map(({ name, value, secret }) => ({ name, value, secret })),
      masks: result.masks,
      written: result.stdout + result.stderr,
      kept: JSON.stringify(result.taskVariables),
    };
  };
  return {
    step: async (inputs, signal) => {
      const task = { directory: TASK_DIRECTORY, inputs: taskInputs(inputs) };
      return outcome(await job.task({ ...task, ...(signal && { signal }) }));
    },
    finish: async () => (await job.finish()).map(outcome),
    awsVariables: () => onlyAws(job.scriptEnvironment()),
    setVariable: async (name, value) => {
      await job.script(`echo "##vso[task.setvariable variable=${name}]${value}"`);
    },
    script: async (text) => (await job.script(text)).log.join('\n'),
    files: () => [...filesBelow(job.temporary), ...filesBelow(job.workingDirectory)],
    close: () => job.close(),
  };
}

/** The inputs of the main job on a sandbox, by the names of `action.yml`. */
export function mainInputs(sandbox: Sandbox, scenario: StandardScenario): Record<string, string> {
  return {
    'tenant-id': scenario.tenantId,
    'client-id': scenario.clientId,
    certificate: scenario.pem,
    audience: scenario.audience,
    'aws-region': 'eu-west-1',
    'role-to-assume': scenario.roleArn,
    'authority-host': sandbox.entraUrl,
    'sts-endpoint': sandbox.stsUrl,
  };
}

function messages(
  issues: readonly { readonly type?: string; readonly level?: string; readonly message: string }[],
  kind: 'error' | 'warning',
): string[] {
  return issues
    .filter((issue) => (issue.type ?? issue.level) === kind)
    .map(({ message }) => message);
}

/** The same by the names of `task.json`. */
export function taskInputs(inputs: Inputs): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [azureName(name), value]),
  );
}

function azureName(name: string): string {
  return name === 'action-timeout-s' ? 'taskTimeoutSeconds' : camelCase(name);
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function onlyAws(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => name.startsWith('AWS')));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}
