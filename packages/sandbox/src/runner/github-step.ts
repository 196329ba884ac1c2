import { type ChildProcessResult, type OutputStream, runChildProcess } from './child-process.ts';
import { type GitHubCommand, parseGitHubCommand } from './github-commands.ts';
import {
  type CommandFiles,
  createCommandFiles,
  parseNameValues,
  readCommandFile,
  removeCommandFiles,
} from './github-file-commands.ts';
import { registerMask } from './github-masks.ts';
import type { SecretMasker } from './secret-masker.ts';

export interface GitHubAnnotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly properties: Readonly<Record<string, string>>;
}

export type GitHubEvent =
  | { readonly type: 'mask'; readonly value: string }
  | ({ readonly type: 'annotation' } & GitHubAnnotation)
  | { readonly type: 'debug'; readonly message: string }
  | { readonly type: 'group'; readonly title: string }
  | { readonly type: 'endgroup' }
  | { readonly type: 'output'; readonly line: string; readonly stream: OutputStream }
  | { readonly type: 'env' | 'set-output' | 'state'; readonly name: string; readonly value: string }
  | { readonly type: 'path'; readonly value: string };

export interface GitHubStepResult {
  readonly conclusion: 'success' | 'failure';
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  /** As the process wrote them, unmasked: what must be searched for leaks is `log`. */
  readonly stdout: string;
  readonly stderr: string;
  /** What a person sees. */
  readonly log: readonly string[];
  readonly annotations: readonly GitHubAnnotation[];
  readonly env: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly path: readonly string[];
  /** Masked, as it is uploaded. */
  readonly summary: string;
  /** Values that the step registered, in order. */
  readonly masks: readonly string[];
  readonly events: readonly GitHubEvent[];
}

interface GitHubStepRun {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly temporary: string;
  /** Named to the step in the place of the runner's own, and never read: `/dev/full` is a full disk. */
  readonly commandFiles?: Partial<CommandFiles> | undefined;
  readonly masker: SecretMasker;
  readonly debug: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

/**
 * Runs one process as a step: output line by line, then the command files.
 *
 * @see https://github.com/actions/runner/blob/main/src/Runner.Worker/Handlers/NodeScriptActionHandler.cs
 * @see https://github.com/actions/runner/blob/main/src/Runner.Worker/Handlers/OutputManager.cs
 */
export async function runGitHubStep(run: GitHubStepRun): Promise<GitHubStepResult> {
  const files = await createCommandFiles(run.temporary);
  const step = new GitHubStep(run.masker, run.debug);
  const result = await runChildProcess({
    command: run.command,
    args: run.args,
    env: { ...run.env, ...files, ...run.commandFiles },
    cwd: run.cwd,
    onLine: (line, stream) => step.takeLine(line, stream),
    signal: run.signal,
    timeoutMs: run.timeoutMs,
  });
  await step.takeFiles(files);
  await removeCommandFiles(files);
  return step.finish(result);
}

class GitHubStep {
  readonly #masker: SecretMasker;
  readonly #debug: boolean;
  readonly #log: string[] = [];
  readonly #annotations: GitHubAnnotation[] = [];
  readonly #events: GitHubEvent[] = [];
  readonly #env: Record<string, string> = {};
  readonly #outputs: Record<string, string> = {};
  readonly #state: Record<string, string> = {};
  readonly #path: string[] = [];
  readonly #masks: string[] = [];
  #summary = '';
  #failed = false;
  #resumeToken: string | undefined;

  constructor(masker: SecretMasker, debug: boolean) {
    this.#masker = masker;
    this.#debug = debug;
  }

  takeLine(line: string, stream: OutputStream): void {
    const command = parseGitHubCommand(line, this.#resumeToken);
    if (command && this.#resumeToken === undefined) {
      this.#process(command, line, stream);
    } else {
      if (command?.name === this.#resumeToken) this.#resumeToken = undefined;
      this.#output(line, stream);
    }
  }

  #process(command: GitHubCommand, line: string, stream: OutputStream): void {
    const { name, properties, data } = command;
    switch (name) {
      case 'add-mask':
        this.#addMask(data);
        break;
      case 'error':
      case 'warning':
      case 'notice':
        this.#annotate({ level: name, message: data, properties });
        break;
      case 'debug':
        this.#events.push({ type: 'debug', message: data });
        this.#writeDebug(data);
        break;
      case 'group':
        this.#events.push({ type: 'group', title: data });
        this.#write(`##[group]${data}`);
        break;
      case 'endgroup':
        this.#events.push({ type: 'endgroup' });
        this.#write('##[endgroup]');
        break;
      case 'set-output':
        this.#set('set-output', this.#outputs, properties['name'] ?? '', data);
        break;
      case 'save-state':
        this.#set('state', this.#state, properties['name'] ?? '', data);
        break;
      case 'set-env':
      case 'add-path':
        this.#fail(
          `The \`${name}\` command is disabled. Please upgrade to using Environment Files.`,
        );
        break;
      case 'stop-commands':
        this.#resumeToken = data;
        this.#output(line, stream);
        break;
    }
  }

  #addMask(value: string): void {
    if (value.trim() === '') {
      const message = "Can't add secret mask for empty string in ##[add-mask] command.";
      this.#annotate({ level: 'warning', message, properties: {} });
      return;
    }
    this.#events.push({ type: 'mask', value });
    this.#masks.push(value);
    registerMask(this.#masker, value);
  }

  #annotate(annotation: GitHubAnnotation): void {
    const masked = { ...annotation, message: this.#masker.mask(annotation.message) };
    this.#annotations.push(masked);
    this.#events.push({ type: 'annotation', ...masked });
    this.#write(`##[${annotation.level}]${annotation.message}`);
  }

  #fail(message: string): void {
    this.#failed = true;
    this.#annotate({ level: 'error', message, properties: {} });
  }

  #output(line: string, stream: OutputStream): void {
    this.#events.push({ type: 'output', line, stream });
    this.#write(line);
  }

  #writeDebug(message: string): void {
    if (!this.#debug) return;
    for (const line of message.split(/\r?\n/)) this.#write(`##[debug]${line}`);
  }

  /** Masks first and breaks into lines then, as the runner does. */
  #write(text: string): void {
    this.#log.push(...this.#masker.mask(text).split(/\r?\n/));
  }

  async takeFiles(files: CommandFiles): Promise<void> {
    this.#takePairs('env', await readCommandFile(files, 'GITHUB_ENV'), (name, value) => {
      if (name.toUpperCase() === 'NODE_OPTIONS') {
        const message = `Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.`;
        this.#annotate({ level: 'error', message, properties: {} });
        return;
      }
      this.#set('env', this.#env, name, value);
      this.#writeDebug(`${name}='${value}'`);
    });
    this.#takePairs('output', await readCommandFile(files, 'GITHUB_OUTPUT'), (name, value) => {
      this.#set('set-output', this.#outputs, name, value);
      this.#writeDebug(`Set output ${name} = ${value}`);
    });
    this.#takePairs('state', await readCommandFile(files, 'GITHUB_STATE'), (name, value) => {
      this.#set('state', this.#state, name, value);
      this.#writeDebug(`Save intra-action state ${name} = ${value}`);
    });
    for (const line of (await readCommandFile(files, 'GITHUB_PATH')).split(/\r?\n/)) {
      if (line === '') continue;
      this.#path.push(line);
      this.#events.push({ type: 'path', value: line });
    }
    const summary = await readCommandFile(files, 'GITHUB_STEP_SUMMARY');
    this.#summary = summary
      .split('\n')
      .map((line) => this.#masker.mask(line))
      .join('\n');
  }

  #takePairs(file: string, text: string, take: (name: string, value: string) => void): void {
    try {
      for (const [name, value] of parseNameValues(text)) take(name, value);
    } catch (error) {
      this.#fail(`Unable to process file command '${file}' successfully.`);
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  #set(
    type: 'env' | 'set-output' | 'state',
    target: Record<string, string>,
    name: string,
    value: string,
  ): void {
    target[name] = value;
    this.#events.push({ type, name, value });
  }

  finish(result: ChildProcessResult): GitHubStepResult {
    return {
      ...result,
      conclusion: result.exitCode === 0 && !this.#failed ? 'success' : 'failure',
      log: this.#log,
      annotations: this.#annotations,
      env: this.#env,
      outputs: this.#outputs,
      state: this.#state,
      path: this.#path,
      summary: this.#summary,
      masks: this.#masks,
      events: this.#events,
    };
  }
}
