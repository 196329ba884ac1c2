import { QueryError } from '../query-error.ts';

/** The account as far as ARNs name it, and its clock. */
interface Owner {
  readonly id: string;
  readonly partition: string;
  now(): Date;
}

interface AwsStack {
  readonly name: string;
  status: string;
  statusReason?: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Made by the management account itself, or by a delegated administrator in its name. */
interface AwsStackSet {
  readonly name: string;
  readonly calledAs: 'SELF' | 'DELEGATED_ADMIN';
  readonly parameters: Readonly<Record<string, string>>;
  readonly instances: {
    readonly account: string;
    readonly region: string;
    status: 'CURRENT' | 'OUTDATED' | 'INOPERABLE';
    statusReason?: string;
  }[];
}

interface AwsAlarm {
  readonly name: string;
  readonly description: string;
  state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
}

/** What an execution has come to by itself. */
type ExecutionEnd =
  | { readonly output: unknown }
  | { readonly error: string; readonly cause: string };

/** Does what the state machine says; one that never resolves goes on for ever. */
export type ExecutionWork = (execution: AwsExecution) => Promise<ExecutionEnd>;

export interface AwsExecution {
  readonly arn: string;
  readonly name: string;
  readonly input: unknown;
  readonly started: Date;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  stopped: Date | undefined;
  end: ExecutionEnd | undefined;
  /** Where it is. */
  state: string;
}

/** A state machine, of which executions are started. */
export class AwsStateMachine {
  readonly arn: string;
  /** The newest first. */
  readonly executions: AwsExecution[] = [];
  readonly #owner: Owner;
  readonly #work: ExecutionWork;
  readonly #name: string;

  constructor(owner: Owner, name: string, work: ExecutionWork) {
    this.#owner = owner;
    this.#name = name;
    this.#work = work;
    this.arn = `arn:${owner.partition}:states:us-east-1:${owner.id}:stateMachine:${name}`;
  }

  /** @throws QueryError `ExecutionAlreadyExists` for another of that name */
  start(name: string, input: unknown, started = this.#owner.now()): AwsExecution {
    const known = this.executions.find((one) => one.name === name);
    if (known !== undefined) {
      const isSame = JSON.stringify(known.input) === JSON.stringify(input);
      if (known.status === 'RUNNING' && isSame) return known;
      throw new QueryError('ExecutionAlreadyExists', `Execution Already Exists: '${known.arn}'`);
    }
    const { partition, id } = this.#owner;
    const execution: AwsExecution = {
      arn: `arn:${partition}:states:us-east-1:${id}:execution:${this.#name}:${name}`,
      ...{ name, input, started, status: 'RUNNING', stopped: undefined, end: undefined },
      state: '',
    };
    this.executions.unshift(execution);
    void this.#run(execution);
    return execution;
  }

  async #run(execution: AwsExecution): Promise<void> {
    const end = await this.#work(execution).catch((error: unknown) => {
      const { name, message } = error as Error;
      return { error: name, cause: message };
    });
    execution.end = end;
    execution.stopped = this.#owner.now();
    execution.status = 'output' in end ? 'SUCCEEDED' : 'FAILED';
  }
}

/** What an account has in its region, beside what is the whole partition's. */
export class RegionalResources {
  readonly stacks: AwsStack[] = [];
  readonly stackSets: AwsStackSet[] = [];
  readonly stateMachines: AwsStateMachine[] = [];
  /** Messages that wait, by the URL of their queue. */
  readonly queues = new Map<string, number>();
  readonly alarms: AwsAlarm[] = [];
  readonly #owner: Owner;

  constructor(owner: Owner) {
    this.#owner = owner;
  }

  stateMachine(name: string, work: ExecutionWork): AwsStateMachine {
    const machine = new AwsStateMachine(this.#owner, name, work);
    this.stateMachines.push(machine);
    return machine;
  }

  /** @returns its URL */
  queue(name: string): string {
    const url = `https://sqs.us-east-1.amazonaws.com/${this.#owner.id}/${name}`;
    this.queues.set(url, 0);
    return url;
  }
}
