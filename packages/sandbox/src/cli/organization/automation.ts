import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AwsAccount, AwsRole } from '../../aws/account.ts';
import { deployStack, type Stack, type StackMachine } from '../../aws/cloud-formation/stack.ts';
import type { CloudTrailEvent } from '../../aws/cloud-trail/event.ts';
import { type EventPattern, patternMatches } from '../../aws/event-bridge/event-pattern.ts';
import { authorize } from '../../aws/iam/authorization.ts';
import { LambdaFunction } from '../../aws/lambda/function.ts';
import type { StateMachineDefinition } from '../../aws/states/definition.ts';
import { type Execution, execute } from '../../aws/states/execution.ts';
import type { Sandbox } from '../../sandbox.ts';
import { FUNCTIONS, TEMPLATES } from './required-automation.ts';

/** Where the stacks are deployed, and with which parameters. */
export interface Deployment {
  readonly central: AwsAccount;
  readonly member: AwsAccount;
  readonly centralParameters: Readonly<Record<string, string>>;
  readonly memberParameters: Readonly<Record<string, string>>;
}

/** What is told while the automation works. */
interface Onlooker {
  /** A task of the state machine, or the router, came back. */
  readonly task: (name: string, milliseconds: number, outcome: Outcome) => void;
  /** The state machine waits, until the clock is put forward. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** A function logged this. */
  readonly line: (line: string) => void;
}

export type Outcome = { readonly result: unknown } | { readonly error: Error };

/** The automation as its templates deploy it: real roles with real rights, functions as bundled, the real machine. */
export class Automation {
  readonly central: Stack;
  readonly #sandbox: Sandbox;
  readonly #onlooker: Onlooker;
  readonly #functions: ReadonlyMap<string, LambdaFunction>;
  readonly #patterns: readonly EventPattern[];
  readonly #events: CloudTrailEvent[] = [];
  readonly #started: (() => Promise<Execution>)[] = [];

  constructor(sandbox: Sandbox, deployment: Deployment, onlooker: Onlooker) {
    const { central, member, centralParameters, memberParameters } = deployment;
    this.#sandbox = sandbox;
    this.#onlooker = onlooker;
    this.central = deployStack(central, template('central.yaml'), centralParameters);
    const tasks = central.findRole('entra-aws-creds-tasks');
    const members = deployStack(member, template('member.yaml'), {
      ...memberParameters,
      CentralRoleArn: tasks?.arn ?? '',
    });
    const routed = this.central.resources['Router']?.Properties.Events.RoleChanges.Properties;
    this.#patterns = [members.resources['RoleChanges']?.Properties.EventPattern, routed.Pattern];
    this.#functions = new Map(
      [...this.central.functions.values()].map((described) => [
        described.arn,
        new LambdaFunction(sandbox.aws, {
          ...described,
          file: FUNCTIONS,
          environment: { ...described.environment, ...endpoints(sandbox) },
          onLine: onlooker.line,
        }),
      ]),
    );
    for (const machine of this.central.machines.values()) this.#register(machine);
    sandbox.aws.onEvent((event) => {
      if (event.account === member.id) this.#events.push(event);
    });
  }

  /**
   * Hands on what came, and what comes of that, until nothing is left to do.
   *
   * @param ended told of each execution
   * @throws Error of the router
   */
  async settle(ended: (execution: Execution) => void): Promise<void> {
    const router = this.central.functions.get('Router')?.arn ?? '';
    for (const event of this.#handedOn()) {
      await this.#invoke(router, event);
      for (const run of this.#started.splice(0)) ended(await run());
    }
  }

  close(): void {
    for (const one of this.#functions.values()) one.stop();
  }

  /** The events that came, and come meanwhile, and that both rules let through. */
  *#handedOn(): Generator<CloudTrailEvent> {
    for (let event = this.#events.shift(); event !== undefined; event = this.#events.shift()) {
      const seen = event;
      if (this.#patterns.every((pattern) => patternMatches(pattern, seen))) yield event;
    }
  }

  #register({ name, definitionFile, substitutions, role }: StackMachine): void {
    const definition = JSON.parse(template(definitionFile)) as StateMachineDefinition;
    const functions = Object.fromEntries(
      Object.entries(substitutions).map(([name, called]) => [
        name,
        (state: unknown) => this.#invokeAs(role, called, state),
      ]),
    );
    const { wait } = this.#onlooker;
    const world = { now: this.#sandbox.aws.now, wait, functions };
    role.account.regional.stateMachine(
      name,
      ({ input }) =>
        new Promise((resolve) => {
          this.#started.push(async () => {
            const ended = await execute(definition, input, world);
            const { error = '', cause = '', output } = ended;
            resolve(ended.status === 'SUCCEEDED' ? { output } : { error, cause });
            return ended;
          });
        }),
    );
  }

  /** The machine's own role must let it call the function. */
  #invokeAs(role: AwsRole, arn: string, event: unknown): Promise<unknown> {
    const session = this.#sandbox.aws.openSession({
      ...{ role, name: 'states', durationSeconds: 3600, tags: {}, transitiveTagKeys: [] },
      ...{ policy: undefined, policyArns: [], sourceIdentity: undefined },
    });
    const caller = { type: 'session', session } as const;
    authorize(this.#sandbox.aws, caller, { action: 'lambda:InvokeFunction', resource: { arn } });
    return this.#invoke(arn, event);
  }

  async #invoke(arn: string, event: unknown): Promise<unknown> {
    const called = this.#functions.get(arn);
    if (called === undefined) throw new Error(`there is no function ${arn}`);
    const began = performance.now();
    const told = (outcome: Outcome) =>
      this.#onlooker.task(called.name, performance.now() - began, outcome);
    try {
      const result = await called.invoke(event);
      told({ result });
      return result;
    } catch (error) {
      told({ error: error as Error });
      throw error;
    }
  }
}

function template(file: string): string {
  return readFileSync(join(TEMPLATES, file), 'utf8');
}

/** Where a function finds AWS; Entra and Graph are parameters of the stack. */
function endpoints(sandbox: Sandbox): Readonly<Record<string, string>> {
  return {
    STS_ENDPOINT: sandbox.stsUrl,
    IAM_ENDPOINT: sandbox.iamUrl,
    AWS_ENDPOINT_URL_ORGANIZATIONS: sandbox.organizationsUrl,
    AWS_ENDPOINT_URL_SFN: sandbox.regionalUrl,
  };
}
