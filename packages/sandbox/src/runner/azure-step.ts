import {
  type AzureCommand,
  escapeAzure,
  parseAzureCommand,
  unescapeAzure,
} from './azure-commands.ts';
import {
  isCommandAllowed,
  isVariableSettable,
  type TaskRestrictions,
} from './azure-restrictions.ts';
import type { AzureVariables } from './azure-variables.ts';
import { type ChildProcessResult, type OutputStream, runChildProcess } from './child-process.ts';
import type { SecretMasker } from './secret-masker.ts';

export type AzureResult = 'Succeeded' | 'SucceededWithIssues' | 'Failed' | 'Canceled' | 'Skipped';

export interface AzureIssue {
  readonly type: 'error' | 'warning';
  readonly message: string;
}

export interface AzureSetVariable {
  readonly name: string;
  readonly value: string;
  readonly secret: boolean;
  readonly isOutput: boolean;
}

export type AzureEvent =
  | { readonly type: 'mask'; readonly value: string }
  | { readonly type: 'issue'; readonly issue: AzureIssue }
  | { readonly type: 'debug'; readonly message: string }
  | { readonly type: 'output'; readonly line: string; readonly stream: OutputStream }
  | ({ readonly type: 'variable' } & AzureSetVariable)
  | { readonly type: 'task-variable'; readonly name: string; readonly value: string }
  | { readonly type: 'path'; readonly value: string }
  | { readonly type: 'complete'; readonly result: string; readonly message: string }
  /** A command that has no effect inside the sandbox, such as an upload. */
  | { readonly type: 'command'; readonly command: string; readonly data: string };

export interface AzureStepResult {
  readonly result: AzureResult;
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  /** As the process wrote them, unmasked: what must be searched for leaks is `log`. */
  readonly stdout: string;
  readonly stderr: string;
  /** What a person sees. */
  readonly log: readonly string[];
  /** Errors and warnings, of the task and of the agent about the task. */
  readonly issues: readonly AzureIssue[];
  /** Variables that the step set and the restrictions let through, in order. */
  readonly variables: readonly AzureSetVariable[];
  readonly taskVariables: Readonly<Record<string, string>>;
  readonly path: readonly string[];
  /** Values that the step registered with `task.setsecret`, in order. */
  readonly masks: readonly string[];
  readonly events: readonly AzureEvent[];
}

interface AzureStepRun {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly masker: SecretMasker;
  readonly variables: AzureVariables;
  readonly restrictions: readonly TaskRestrictions[];
  /** Variables that the task declares as outputs, in lower case. */
  readonly outputVariables: ReadonlySet<string>;
  /** The step's `name`, which prefixes its output variables. */
  readonly referenceName: string;
  readonly debug: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

/**
 * Runs one process as a step, handling its output line by line.
 *
 * @see https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/Handlers/NodeHandler.cs
 * @see https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/WorkerCommandManager.cs
 */
export async function runAzureStep(run: AzureStepRun): Promise<AzureStepResult> {
  const step = new AzureStep(run);
  const result = await runChildProcess({
    command: run.command,
    args: run.args,
    env: run.env,
    cwd: run.cwd,
    onLine: (line, stream) => step.takeLine(line, stream),
    signal: run.signal,
    timeoutMs: run.timeoutMs,
  });
  return step.finish(result);
}

/** From best to worst; a step's result can only get worse. */
const SEVERITY: readonly AzureResult[] = [
  'Succeeded',
  'SucceededWithIssues',
  'Failed',
  'Canceled',
  'Skipped',
];

const KNOWN_AREAS = new Set([
  'artifact',
  'build',
  'codecoverage',
  'release',
  'results',
  'telemetry',
]);

class AzureStep {
  readonly #run: AzureStepRun;
  readonly #log: string[] = [];
  readonly #issues: AzureIssue[] = [];
  readonly #variables: AzureSetVariable[] = [];
  readonly #taskVariables: Record<string, string> = {};
  readonly #path: string[] = [];
  readonly #masks: string[] = [];
  readonly #events: AzureEvent[] = [];
  #result: AzureResult = 'Succeeded';

  constructor(run: AzureStepRun) {
    this.#run = run;
  }

  takeLine(line: string, stream: OutputStream): void {
    const command = parseAzureCommand(line);
    if (!command) {
      if (line.includes('##vso')) {
        this.#warn(
          `'${line}' contains logging command keyword '##vso', but it's not a legal command. Please see the list of accepted commands: https://go.microsoft.com/fwlink/?LinkId=817296`,
        );
      }
      this.#events.push({ type: 'output', line, stream });
      this.#write(line);
      return;
    }
    if (command.area !== 'task' && !KNOWN_AREAS.has(command.area)) {
      this.#warn(
        `Cannot find command extension for ##vso[${command.area}.command]. Please reference documentation (http://go.microsoft.com/fwlink/?LinkId=817296)`,
      );
      return;
    }
    this.#attempt(command, line);
    // The echo that gives away a secret which was set before it was registered.
    if (`${command.area}.${command.event}` !== 'task.debug') {
      this.#debug(`Processed: ${unescapeAzure(line)}`);
    }
  }

  #attempt(command: AzureCommand, line: string): void {
    try {
      if (isCommandAllowed(this.#run.restrictions, `${command.area}.${command.event}`)) {
        this.#execute(command);
      } else {
        this.#warn(
          `##vso[${command.area}.${command.event}] is not allowed in this step due to policy restrictions. Please reference documentation (http://go.microsoft.com/fwlink/?LinkId=817296)`,
        );
      }
    } catch (error) {
      this.#error(
        `Unable to process command '${line}' successfully. Please reference documentation (http://go.microsoft.com/fwlink/?LinkId=817296)`,
      );
      this.#error(error instanceof Error ? error.message : String(error));
      this.#worsen('Failed');
    }
  }

  #execute({ area, event, properties, data }: AzureCommand): void {
    switch (`${area}.${event}`) {
      case 'task.setsecret':
        this.#setSecret(data);
        break;
      case 'task.setvariable':
        this.#setVariable(properties, data);
        break;
      case 'task.settaskvariable':
        this.#setTaskVariable(properties, data);
        break;
      case 'task.debug':
        this.#events.push({ type: 'debug', message: data });
        this.#debug(data);
        break;
      case 'task.logissue':
      case 'task.issue':
        this.#logIssue(properties['type'] ?? '', data);
        break;
      case 'task.complete':
        this.#complete(properties['result'] ?? '', data);
        break;
      case 'task.prependpath':
        this.#prependPath(data);
        break;
      case 'task.addattachment':
      case 'task.logdetail':
      case 'task.setendpoint':
      case 'task.setprogress':
      case 'task.uploadfile':
      case 'task.uploadsummary':
        this.#events.push({ type: 'command', command: `${area}.${event}`, data });
        break;
      default:
        if (area === 'task') {
          throw new Error(
            `##vso[task.${event}] is not a recognized command for Task command extension.`,
          );
        }
        this.#events.push({ type: 'command', command: `${area}.${event}`, data });
    }
  }

  #setSecret(value: string): void {
    if (value === '') return;
    this.#masks.push(value);
    this.#events.push({ type: 'mask', value });
    this.#run.masker.add(value);
  }

  #setVariable(properties: Readonly<Record<string, string>>, value: string): void {
    const name = properties['variable'];
    if (!name)
      throw new Error("Required field 'variable' is missing in ##vso[task.setvariable] command.");
    const { variables, restrictions, outputVariables, referenceName, masker } = this.#run;
    const secret = isTrue(properties['issecret']);
    if (variables.get(name)?.readOnly) {
      throw new Error(`Overwriting readonly variable '${name}' is not permitted.`);
    }
    if (secret) {
      refuseSecondLine(value);
      masker.add(escapeAzure(value));
    }
    if (!isVariableSettable(restrictions, name)) {
      this.#warn(`Setting variable '${name}' has been disabled by the task or build definition.`);
      return;
    }
    const isOutput = isTrue(properties['isoutput']) || outputVariables.has(name.toLowerCase());
    const fullName = isOutput ? `${referenceName}.${name}` : name;
    const readOnly = isOutput || isTrue(properties['isreadonly']);
    variables.set(fullName, value, { secret, readOnly });
    const isSecret = variables.get(fullName)?.secret ?? secret;
    const set = { name: fullName, value, secret: isSecret, isOutput };
    this.#variables.push(set);
    this.#events.push({ type: 'variable', ...set });
  }

  #setTaskVariable(properties: Readonly<Record<string, string>>, value: string): void {
    const name = properties['variable'];
    if (!name) {
      throw new Error(
        "Required field 'variable' is missing in ##vso[task.settaskvariable] command.",
      );
    }
    if (isTrue(properties['issecret'])) {
      refuseSecondLine(value);
      this.#run.masker.add(value);
    }
    this.#taskVariables[name] = value;
    this.#events.push({ type: 'task-variable', name, value });
  }

  #logIssue(type: string, message: string): void {
    if (type.toLowerCase() === 'error') this.#error(message);
    else if (type.toLowerCase() === 'warning') this.#warn(message);
    else throw new Error(`issue type ${type} is not an expected issue type.`);
  }

  #complete(written: string, message: string): void {
    const result = SEVERITY.find((item) => item.toLowerCase() === written.toLowerCase());
    if (!result) throw new Error("Command doesn't have valid result value.");
    this.#events.push({ type: 'complete', result, message });
    this.#worsen(result);
  }

  #prependPath(value: string): void {
    if (!isVariableSettable(this.#run.restrictions, 'PATH')) {
      this.#warn("Setting variable 'PATH' has been disabled by the task or build definition.");
      return;
    }
    this.#path.push(value);
    this.#events.push({ type: 'path', value });
  }

  #worsen(result: AzureResult): void {
    if (SEVERITY.indexOf(result) > SEVERITY.indexOf(this.#result)) this.#result = result;
  }

  #error(message: string): void {
    this.#issue({ type: 'error', message });
  }

  #warn(message: string): void {
    this.#issue({ type: 'warning', message });
  }

  #issue(issue: AzureIssue): void {
    const masked = { ...issue, message: this.#run.masker.mask(issue.message) };
    this.#issues.push(masked);
    this.#events.push({ type: 'issue', issue: masked });
    if (issue.message !== '') this.#write(`##[${issue.type}]${issue.message}`);
  }

  #debug(message: string): void {
    if (this.#run.debug) this.#write(`##[debug]${message}`);
  }

  /** Masks first and breaks into lines then, as the agent does. */
  #write(text: string): void {
    this.#log.push(...this.#run.masker.mask(text).split(/\r?\n/));
  }

  finish(child: ChildProcessResult): AzureStepResult {
    if (child.exitCode !== 0) {
      const { command, args } = this.#run;
      this.#error(
        `Exit code ${child.exitCode} returned from process: file name '${command}', arguments '${args.join(' ')}'.`,
      );
      this.#worsen('Failed');
    }
    return {
      ...child,
      result: this.#result,
      log: this.#log,
      issues: this.#issues,
      variables: this.#variables,
      taskVariables: this.#taskVariables,
      path: this.#path,
      masks: this.#masks,
      events: this.#events,
    };
  }
}

function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true';
}

function refuseSecondLine(value: string): void {
  if (value.includes('\n')) throw new Error('Secrets cannot contain multiple lines');
}
