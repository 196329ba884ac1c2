import { isJsonObject } from '@entra-aws-creds/core/services';
import { type Look, readLook } from '../event/look.ts';
import type { KnownIdentity } from '../tasks/aws-half.ts';
import {
  addAudienceIdProvider,
  assignRoleToAudience,
  confirmBinding,
  createServicePrincipal,
} from '../tasks/bind.ts';
import { observeRole } from '../tasks/observe.ts';
import { reportFailure } from '../tasks/report.ts';
import { taskError } from '../tasks/task-error.ts';
import type { TaskWorld } from '../tasks/task-world.ts';
import { deleteServicePrincipal } from '../tasks/unbind.ts';
import { type Around, withTaskWorld } from './with-task-world.ts';

/** A function of the state machine: what it gets is the machine's state. */
export type TaskHandler = (state: unknown) => Promise<unknown>;

type Work = (look: Look, state: State, world: TaskWorld) => Promise<unknown>;
type State = Readonly<Record<string, unknown>>;

/** By the names that the state machine calls them. */
const TASKS = {
  observe: (look, { seen }, world) => observeRole(look, turnIn(seen), world),
  'create-service-principal': (look, _, world) => createServicePrincipal(look, world),
  'add-audience-id-provider': (look, { identity }, world) =>
    addAudienceIdProvider(look, identityIn(identity), world),
  'assign-role-to-audience': (look, { identity }, world) =>
    assignRoleToAudience(look, identityIn(identity), world),
  'delete-service-principal': (look, _, world) => deleteServicePrincipal(look, world),
  confirm: async (look, { identity }, world) => ({
    settled: await confirmBinding(look, identityIn(identity), world),
  }),
} satisfies Readonly<Record<string, Work>>;

export type TaskName = keyof typeof TASKS;

/** A failure leaves it by a name that the state machine knows. */
export function taskHandler(name: TaskName, around: () => Around): TaskHandler {
  const work: Work = TASKS[name];
  return async (state) => {
    const { log } = around();
    try {
      const known = isJsonObject(state) ? state : {};
      const look = readLook(known['look']);
      const result = await withTaskWorld(name, around(), (world) =>
        work(look, known, world).catch((error: unknown) => reportFailure(error, look, world)),
      );
      const { account, role } = look;
      log({ level: 'info', task: name, account, role, result });
      return result ?? {};
    } catch (error) {
      const said = taskError(error);
      log({ level: 'error', task: name, error: said.name, line: said.message });
      throw said;
    }
  };
}

function turnIn(seen: unknown): number {
  const turn = isJsonObject(seen) ? seen['turn'] : undefined;
  return typeof turn === 'number' ? turn : 0;
}

function identityIn(value: unknown): KnownIdentity {
  const { clientId, servicePrincipalId, roleId } = isJsonObject(value) ? value : {};
  const isKnown = [clientId, servicePrincipalId, roleId].every((one) => typeof one === 'string');
  if (isKnown) return value as unknown as KnownIdentity;
  throw new TypeError('the state has no identity');
}
