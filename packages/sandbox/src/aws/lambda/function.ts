import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type { AwsRole } from '../account.ts';
import type { AwsCloud, AwsSession } from '../cloud.ts';
import { FUNCTION_PROGRAM } from './function-program.ts';

export interface FunctionOptions {
  readonly arn: string;
  readonly name: string;
  /** The role whose sessions it gets. */
  readonly role: AwsRole;
  /** The file that the bundle is. */
  readonly file: string;
  /** `index.{export}`. */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Told of each line that it logs. */
  readonly onLine: (line: string) => void;
}

const SESSION_SECONDS = 43_200;

/** A function as Lambda runs it: a process of its own, kept for the next event, with keys of its role. */
export class LambdaFunction {
  readonly arn: string;
  readonly name: string;
  readonly #cloud: AwsCloud;
  readonly #options: FunctionOptions;
  #running: Running | undefined;

  constructor(cloud: AwsCloud, options: FunctionOptions) {
    this.#cloud = cloud;
    this.#options = options;
    this.arn = options.arn;
    this.name = options.name;
  }

  /**
   * What the handler makes of the event; one event at a time.
   *
   * @throws Error by the name that the handler's has, `Sandbox.Timedout` or `Runtime.ExitError`
   */
  async invoke(event: unknown): Promise<unknown> {
    const { child } = this.#warm();
    const { timeoutSeconds } = this.#options;
    const aheadMs = this.#cloud.now().getTime() - Date.now();
    const answer = await new Promise<Answer>((resolve) => {
      const late = setTimeout(() => {
        const errorMessage = `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
        resolve({ errorType: 'Sandbox.Timedout', errorMessage });
        this.stop();
      }, timeoutSeconds * 1000);
      const gone = (code: number | null) => {
        const errorMessage = `Runtime exited with exit status ${code}`;
        answered({ errorType: 'Runtime.ExitError', errorMessage });
      };
      const answered = (message: Answer | Logged) => {
        if ('log' in message) return;
        clearTimeout(late);
        child.off('message', answered).off('exit', gone);
        resolve(message);
      };
      child.on('message', answered).on('exit', gone);
      child.send({ event, aheadMs });
    });
    if ('result' in answer) return answer.result;
    throw Object.assign(new Error(answer.errorMessage), { name: answer.errorType });
  }

  /** Ends its process, if it has one. */
  stop(): void {
    this.#running?.child.kill('SIGKILL');
    this.#running = undefined;
  }

  #warm(): Running {
    const now = this.#cloud.now();
    if (this.#running && this.#running.session.expiresAt > now) return this.#running;
    this.stop();
    const session = this.#openSession();
    const child = this.#start(session);
    const running = { child, session };
    child.on('exit', () => {
      if (this.#running === running) this.#running = undefined;
    });
    this.#running = running;
    return running;
  }

  #start({ accessKeyId, secretAccessKey, sessionToken }: AwsSession): ChildProcess {
    const { file, handler, environment, onLine } = this.#options;
    const exported = handler.replace(/^index\./, '');
    const program = ['--input-type=module', '--eval', FUNCTION_PROGRAM];
    const child = spawn(process.execPath, [...program, pathToFileURL(file).href, exported], {
      env: {
        ...environment,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SESSION_TOKEN: sessionToken,
      },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    if (child.stderr) createInterface({ input: child.stderr }).on('line', onLine);
    child.on('message', (message: Answer | Logged) => {
      if ('log' in message) message.log.trimEnd().split('\n').forEach(onLine);
    });
    return child;
  }

  #openSession(): AwsSession {
    return this.#cloud.openSession({
      role: this.#options.role,
      name: this.#options.name,
      durationSeconds: SESSION_SECONDS,
      tags: {},
      transitiveTagKeys: [],
      policy: undefined,
      policyArns: [],
      sourceIdentity: undefined,
    });
  }
}

interface Running {
  readonly child: ChildProcess;
  readonly session: AwsSession;
}

interface Logged {
  readonly log: string;
}

type Answer =
  | { readonly result: unknown }
  | { readonly errorType: string; readonly errorMessage: string };
