import { mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { CommandFiles } from './github-file-commands.ts';
import { createGitHubMasker, registerMask } from './github-masks.ts';
import { type GitHubStepResult, runGitHubStep } from './github-step.ts';

export interface GitHubJobOptions {
  /** The `node` to run actions with; the running one by default. */
  readonly node?: string;
  /** Job-level `env`, and whatever else of the machine's environment the steps shall see. */
  readonly env?: Readonly<Record<string, string>>;
  /** Values of the `secrets` context, which are masked from the start. */
  readonly secrets?: readonly string[];
  /** Step debug logging. */
  readonly debug?: boolean;
  readonly repository?: string;
  readonly runId?: string;
  /** Milliseconds after which a step is killed. */
  readonly timeoutMs?: number;
  /** Where the runner makes its folders; the system's temporary folder by default. */
  readonly folder?: string;
}

export interface GitHubActionStep {
  /** Path of the bundle that `runs.main` names. */
  readonly main: string;
  /** Path of the bundle that `runs.post` names; runs at `finish`. */
  readonly post?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Step-level `env`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Named to the main step in the place of the runner's own, and never read: `/dev/full` is a full disk. */
  readonly commandFiles?: Partial<CommandFiles>;
  readonly signal?: AbortSignal;
}

/**
 * A job of actions/runner: steps one after another, in an environment that grows by what they
 * export, and their post steps in reverse.
 *
 * @see https://github.com/actions/runner/tree/main/src/Runner.Worker
 */
export class GitHubJob {
  /** The masked log of all steps so far. */
  readonly log: string[] = [];
  readonly temporary: string;
  readonly workspace: string;
  readonly #root: string;
  readonly #options: GitHubJobOptions;
  readonly #masker = createGitHubMasker();
  readonly #exported: Record<string, string> = {};
  readonly #path: string[] = [];
  readonly #posts: ((files: GitHubActionStep['commandFiles']) => Promise<GitHubStepResult>)[] = [];

  constructor(options: GitHubJobOptions = {}) {
    this.#options = options;
    this.#root = mkdtempSync(join(options.folder ?? tmpdir(), 'github-job-'));
    this.temporary = join(this.#root, '_temp');
    this.workspace = join(this.#root, 'workspace');
    mkdirSync(this.temporary);
    mkdirSync(this.workspace);
    for (const secret of options.secrets ?? []) registerMask(this.#masker, secret);
  }

  /** What the steps so far exported through GITHUB_ENV. */
  get exported(): Readonly<Record<string, string>> {
    return this.#exported;
  }

  async step(step: GitHubActionStep): Promise<GitHubStepResult> {
    const result = await this.#action(step, step.main, {});
    const { post } = step;
    if (post !== undefined) {
      const { signal: _, commandFiles: __, ...rest } = step;
      const state = Object.entries(result.state).map(([name, value]) => [`STATE_${name}`, value]);
      this.#posts.unshift((commandFiles) =>
        this.#action(
          { ...rest, ...(commandFiles && { commandFiles }) },
          post,
          Object.fromEntries(state),
        ),
      );
    }
    return result;
  }

  /** A `run:` step. */
  script(
    text: string,
    options: Pick<GitHubActionStep, 'env' | 'signal'> = {},
  ): Promise<GitHubStepResult> {
    const env = { ...this.scriptEnvironment(), ...options.env };
    return this.#run('bash', ['--noprofile', '--norc', '-e', '-c', text], env, options);
  }

  /** The environment of a `run:` step that would come next. */
  scriptEnvironment(): Record<string, string> {
    const env = { ...this.#machine(), ...this.#options.env, ...this.#exported };
    const path = [...this.#path].reverse().concat(env['PATH'] ?? '');
    return { ...env, PATH: path.join(delimiter) };
  }

  /** Runs the post steps, the last step's first, whatever became of the main steps. */
  async finish(commandFiles?: GitHubActionStep['commandFiles']): Promise<GitHubStepResult[]> {
    const results: GitHubStepResult[] = [];
    for (const post of this.#posts.splice(0)) results.push(await post(commandFiles));
    return results;
  }

  /** Removes the job's directories. */
  async close(): Promise<void> {
    await rm(this.#root, { recursive: true, force: true });
  }

  #action(
    step: GitHubActionStep,
    script: string,
    state: Readonly<Record<string, string>>,
  ): Promise<GitHubStepResult> {
    const inputs = Object.entries(step.inputs ?? {}).map(([name, value]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      value,
    ]);
    const env = {
      ...this.scriptEnvironment(),
      ...step.env,
      ...Object.fromEntries(inputs),
      ...state,
    };
    return this.#run(this.#options.node ?? process.execPath, [script], env, step);
  }

  async #run(
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    { signal, commandFiles }: Pick<GitHubActionStep, 'signal' | 'commandFiles'>,
  ): Promise<GitHubStepResult> {
    const result = await runGitHubStep({
      command,
      args,
      env,
      cwd: this.workspace,
      temporary: this.temporary,
      commandFiles,
      masker: this.#masker,
      debug: this.#options.debug ?? false,
      timeoutMs: this.#options.timeoutMs,
      signal,
    });
    Object.assign(this.#exported, result.env);
    this.#path.push(...result.path);
    this.log.push(...result.log);
    return result;
  }

  /** @see https://docs.github.com/actions/reference/workflows-and-actions/variables */
  #machine(): Record<string, string> {
    const repository = this.#options.repository ?? 'contoso/website';
    return {
      PATH: process.env['PATH'] ?? '',
      HOME: this.#root,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTION: '__self',
      GITHUB_ACTOR: 'octocat',
      GITHUB_API_URL: 'https://api.github.com',
      GITHUB_EVENT_NAME: 'push',
      GITHUB_JOB: 'deploy',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_REF_NAME: 'main',
      GITHUB_REPOSITORY: repository,
      GITHUB_REPOSITORY_OWNER: repository.split('/')[0] ?? '',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_RUN_ID: this.#options.runId ?? '1234567890',
      GITHUB_RUN_NUMBER: '42',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
      GITHUB_WORKFLOW: 'deploy',
      GITHUB_WORKSPACE: this.workspace,
      RUNNER_ARCH: 'X64',
      RUNNER_ENVIRONMENT: 'github-hosted',
      RUNNER_NAME: 'sandbox',
      RUNNER_OS: 'Linux',
      RUNNER_TEMP: this.temporary,
      RUNNER_TOOL_CACHE: join(this.#root, '_tool'),
      ...(this.#options.debug ? { RUNNER_DEBUG: '1' } : {}),
    };
  }
}

export interface GitHubActionRun extends GitHubJobOptions {
  readonly script: string;
  readonly inputs?: Readonly<Record<string, string>>;
}

/** Runs a single action in a job of its own. */
export async function runGitHubAction(run: GitHubActionRun): Promise<GitHubStepResult> {
  const { script, inputs, ...options } = run;
  const job = new GitHubJob(options);
  try {
    return await job.step({ main: script, inputs: inputs ?? {} });
  } finally {
    await job.close();
  }
}
