import { StepFailure } from '@entra-aws-creds/core/programs';
import type { BindingWorld } from '../binding-world.ts';
import type { Application, NewApplication } from '../entra-directory/application.ts';
import type { EntraDirectory } from '../entra-directory/entra-directory.ts';
import { withEntra } from '../observe/observed.ts';
import { APPLICATION_TAG, isOurs } from '../ownership.ts';
import { foreignApplication } from '../plan/refusals.ts';
import { directoryOf } from '../ports.ts';
import { inEntra, onceThere } from '../settling.ts';
import { asAnswered, type Step } from './step.ts';

/**
 * Entra lets nobody make a second one of the same unique name, so this may run as often as it likes. It writes
 * over one that is there, though: another set-up may have made it since it was looked for.
 */
export const createApplication: Step<'create-application'> = {
  isDone: (_, { entra }) => entra?.application !== undefined,
  async make({ application: wanted }, state, world) {
    const directory = directoryOf(world);
    const { uniqueName } = wanted;
    const there = await directory.application({ uniqueName });
    const application = there ?? (await created(wanted, directory, world));
    if (!isOurs(application)) throw foreignApplication(application);
    return withEntra(state, { application, namesakes: [], deleted: undefined });
  },
  verify: asAnswered,
};

async function created(
  wanted: NewApplication,
  directory: EntraDirectory,
  world: BindingWorld,
): Promise<Application> {
  const { it } = await onceThere(
    inEntra('the application can be read by its unique name'),
    () => directory.createApplication(wanted),
    world,
  ).catch((error: unknown) => explained(error, wanted.uniqueName, directory));
  return it;
}

/** A deleted one holds its name for 30 days. */
async function explained(
  error: unknown,
  uniqueName: string,
  directory: EntraDirectory,
): Promise<never> {
  if (!(error instanceof StepFailure) || error.code !== 'EAC_GRAPH_REFUSED') throw error;
  const deleted = await directory.deletedApplications(APPLICATION_TAG);
  const holder = deleted.find((one) => one.uniqueName === uniqueName);
  if (holder === undefined) throw error;
  throw new StepFailure(
    'EAC_BINDING_CONFLICT',
    `An application of this name was deleted, and holds it for 30 days: client ID ${holder.clientId}. ${error.whatHappened()}`,
    'Take it back with "--restore", or free the name with "entra-aws-creds teardown --purge".',
    { cause: error },
  );
}
