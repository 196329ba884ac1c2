import type { BindingWorld } from '../binding-world.ts';
import type { Application } from '../entra-directory/application.ts';
import type { EntraDirectory } from '../entra-directory/entra-directory.ts';
import type { Role } from '../identity-account/role.ts';
import { APPLICATION_TAG, applicationIdOf, roleTag } from '../ownership.ts';
import { inEntra, seenSoon } from '../settling.ts';
import type { ApplicationName } from '../wish/application-name.ts';
import type { EntraSide } from './observed.ts';
import type { Question } from './question.ts';

/** Which application is meant, and which others could be. */
type Found = Pick<EntraSide, 'application' | 'namesakes'>;

const NONE: Found = { application: undefined, namesakes: [] };

export async function findApplication(
  question: Question,
  role: Role | undefined,
  directory: EntraDirectory,
  world: BindingWorld,
): Promise<Found> {
  const { application: name } = question;
  const found =
    name === undefined
      ? await findByRole(question, role, directory, world)
      : await findByName(name, question, directory, world);
  if (found.application !== undefined || found.namesakes.length > 0) return found;
  const clientId = role && applicationIdOf(role);
  if (clientId === undefined || !question.awaitsApplication) return NONE;
  const late = await seenSoon(
    inEntra('the application that the role names can be read'),
    () => directory.application({ clientId }),
    world,
  );
  const isMeant = name === undefined || late?.uniqueName === name.uniqueName;
  return isMeant ? { application: late, namesakes: [] } : NONE;
}

async function findByName(
  { uniqueName, displayName }: ApplicationName,
  { namesakes }: Question,
  directory: EntraDirectory,
  world: BindingWorld,
): Promise<Found> {
  const application = await directory.application({ uniqueName });
  if (application !== undefined || !namesakes) return { application, namesakes: [] };
  const named = await directory.applicationsNamed(displayName);
  const late = named.find((one) => one.uniqueName === uniqueName);
  return theOnly(late === undefined ? named : [late], directory, world);
}

/** By the mark of the role, and where that is gone, by the applications that list it. */
async function findByRole(
  { role: { text }, half }: Question,
  role: Role | undefined,
  directory: EntraDirectory,
  world: BindingWorld,
): Promise<Found> {
  const clientId = half.only === 'aws' ? half.clientId : role && applicationIdOf(role);
  const marked = clientId === undefined ? undefined : await directory.application({ clientId });
  if (marked !== undefined) return { application: marked, namesakes: [] };
  const listing: Application[] = [];
  for await (const one of directory.applicationsTagged(roleTag(text))) listing.push(one);
  return theOnly(listing, directory, world);
}

/** Lists leave out the keys of certificates, without which none can be added. */
async function theOnly(
  found: readonly Application[],
  directory: EntraDirectory,
  world: BindingWorld,
): Promise<Found> {
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) return { application: undefined, namesakes: found };
  // Undefined: it was deleted, and the list did not know yet.
  const application = await seenSoon(
    inEntra('the application that was listed can be read'),
    () => directory.application({ id: only.id }),
    world,
  );
  return { application, namesakes: [] };
}

/** Ours of that name or role that can be restored. */
export async function findDeleted(
  { application: name, role }: Question,
  directory: EntraDirectory,
): Promise<readonly Application[]> {
  const deleted = await directory.deletedApplications(APPLICATION_TAG);
  return deleted.filter(({ uniqueName, tags }) =>
    name === undefined ? tags.includes(roleTag(role.text)) : uniqueName === name.uniqueName,
  );
}
