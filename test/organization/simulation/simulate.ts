import { type Execution, execute } from '@entra-aws-creds/sandbox';
import {
  addAudienceIdProvider,
  assignRoleToAudience,
  confirmBinding,
  createServicePrincipal,
  deleteServicePrincipal,
  executionName,
  type KnownIdentity,
  type Look,
  observeRole,
  reconcileAccount,
  reportFailure,
  routeEvent,
  type Seen,
  taskError,
} from '../../../packages/organization/src/index.ts';
import { roleEvent } from '../event/events.ts';
import { definition } from '../harness/template.ts';
import type { ModelOrganization } from './model-organization.ts';

const MACHINE = definition('role.asl.json');

interface State {
  readonly look: Look;
  readonly seen?: Seen;
  readonly identity: KnownIdentity;
}

/** The automation as it is deployed, with the organization in memory. */
export class Simulation {
  readonly organization: ModelOrganization;
  readonly executions: Execution[] = [];
  readonly #names = new Set<string>();
  readonly #started: Look[] = [];

  constructor(organization: ModelOrganization) {
    this.organization = organization;
  }

  /** An event of a developer's call, as it comes to the router. */
  event(name: 'CreateRole' | 'DeleteRole', account: string, role: string, id: string): object {
    return roleEvent(
      name,
      {
        eventID: id,
        eventTime: this.organization.now.toISOString(),
        recipientAccountId: account,
        requestParameters: { roleName: role },
      },
      { account },
    );
  }

  async deliver(event: object): Promise<void> {
    const route = await routeEvent(event, {
      ownRole: this.organization.settings.memberRole,
      isMember: async (account) => this.organization.accounts.has(account),
    });
    if ('start' in route) this.#start(route.start, route.look);
  }

  /** Runs what was started; `turn` is awaited before each task. */
  async run(turn: () => Promise<unknown> = async () => {}, atOnce = false): Promise<void> {
    const one = async (look: Look) => {
      const world = { now: () => this.organization.now, functions: this.#functions(turn) };
      const wait = async (milliseconds: number) => this.organization.pass(milliseconds);
      this.executions.push(await execute(MACHINE, { look }, { ...world, wait }));
    };
    const started = this.#started.splice(0);
    if (atOnce) await Promise.all(started.map(one));
    else for (const look of started) await one(look);
  }

  /** The nightly look at every account. */
  async night(): Promise<void> {
    this.organization.pass(86_400_000);
    for (const account of this.organization.accounts.keys()) {
      const address = { partition: 'aws', account };
      const { toDo } = await this.#lookedAt(address);
      const at = this.organization.now.toISOString();
      for (const role of toDo) {
        const because = { event: 'nightly' as const, at };
        this.#start(executionName({ account, role }, `nightly-${at.slice(0, 10)}`), {
          ...address,
          role,
          because,
        });
      }
    }
    await this.run();
  }

  /** As often as the state machine of the night tries. */
  async #lookedAt(address: { readonly partition: string; readonly account: string }) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await reconcileAccount(address, this.organization.world());
      } catch (error) {
        const { name } = taskError(error);
        const mayPass = name === 'Throttled' || name === 'NotYet';
        if (attempt > 20 || !(mayPass || (error as Error).name.startsWith('Lambda.'))) throw error;
        this.organization.pass(5_000);
      }
    }
  }

  #start(name: string, look: Look): void {
    if (this.#names.has(name)) return;
    this.#names.add(name);
    this.#started.push(look);
  }

  #functions(turn: () => Promise<unknown>) {
    const world = () => this.organization.world();
    const task = (work: (state: State) => Promise<unknown>) => async (state: unknown) => {
      await turn();
      try {
        return (await work(state as State)) ?? {};
      } catch (error) {
        if ((error as Error).name.startsWith('Lambda.')) throw error;
        const { look } = state as State;
        const told = await reportFailure(error, look, world()).catch((same: unknown) => same);
        throw taskError(told);
      }
    };
    return {
      Observe: task(({ look, seen }) => observeRole(look, seen?.turn ?? 0, world())),
      CreateServicePrincipal: task(({ look }) => createServicePrincipal(look, world())),
      AddAudienceIdProvider: task(({ look, identity }) =>
        addAudienceIdProvider(look, identity, world()),
      ),
      AssignRoleToAudience: task(({ look, identity }) =>
        assignRoleToAudience(look, identity, world()),
      ),
      DeleteServicePrincipal: task(({ look }) => deleteServicePrincipal(look, world())),
      Confirm: task(async ({ look, identity }) => ({
        settled: await confirmBinding(look, identity, world()),
      })),
    };
  }
}
