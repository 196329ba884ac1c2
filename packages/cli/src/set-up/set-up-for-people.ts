import {
  ASSIGNING_SCOPES,
  type Assignee,
  type BindingWorld,
  newWish,
  observe,
  PEOPLE_SCOPES,
  type PeopleWish,
  peopleGoal,
  reconcile,
} from '@entra-aws-creds/bindings';
import { quote, StepFailure } from '@entra-aws-creds/core/programs';
import { EXIT, type ExitStatus, type Invocation } from '../command.ts';
import type { FlagValues } from '../flags/flag-values.ts';
import { WrongUsage } from '../wrong-usage.ts';
import { agreedPlan } from './agreed-plan.ts';
import { readBinding, requireApplication, requireRole } from './binding-flags.ts';
import { type BothSides, sidesOf, withSides } from './both-sides.ts';
import { readPeople } from './people-flags.ts';
import { tellPeople } from './people-result.ts';
import { PLAN_FILE_FLAGS } from './plan-in-file.ts';
import { showPlan } from './plan-view.ts';
import { PRINT_FLAGS } from './print-set-up.ts';
import { FEDERATION_FLAGS, readWishFlags } from './wish-flags.ts';

/** What pipelines alone have. */
const NOT_OF_PEOPLE: readonly string[] = [
  'only',
  'client-id',
  'subject',
  'certificate-out',
  'certificate-days',
  'token-version',
  'audience',
  'no-oaud',
  ...[...FEDERATION_FLAGS, ...PLAN_FILE_FLAGS, ...PRINT_FLAGS].map(({ name }) => name),
];

/**
 * From an empty tenant and account to a role that people of the tenant may have.
 *
 * @throws WrongUsage
 */
export async function setUpForPeople(invocation: Invocation): Promise<ExitStatus> {
  const { flags } = invocation;
  refusePipelineFlags(flags);
  const { half, ...binding } = readBinding(flags);
  const role = requireRole(binding);
  const application = requireApplication(binding);
  const parts = { ...readWishFlags(flags), tokenVersion: 'v2' as const };
  const people = readPeople(flags, role);
  const names = flags.values('assign');
  const scopes = [...PEOPLE_SCOPES, ...(names.length === 0 ? [] : ASSIGNING_SCOPES)];
  const sides = { ...sidesOf({ half, role }), people: { scopes } };
  const status = await withSides(invocation, sides, async (both) => {
    const { tenant, cloud, world } = both;
    const binding = newWish({ ...parts, tenant, cloud, role, application, half });
    const assign = await Promise.all(names.map((name) => assigneeNamed(name, world)));
    return setUp(invocation, { binding, ...people, assign }, both);
  });
  return status ?? EXIT.failed;
}

async function assigneeNamed(name: string, { people }: BindingWorld): Promise<Assignee> {
  const id = await people?.personNamed(name);
  if (id !== undefined) return { name, id };
  throw new StepFailure(
    'EAC_BINDING_MISSING',
    `There is nobody in the tenant with the user principal name ${quote(name)}.`,
    'Correct "--assign". A guest has a name with #EXT# in it, and groups are assigned in the Entra admin center.',
  );
}

function refusePipelineFlags(flags: FlagValues): void {
  const stray = NOT_OF_PEOPLE.find((name) => flags.values(name).length > 0 || flags.has(name));
  if (stray !== undefined) throw new WrongUsage(`--${stray} does not go with --for people.`);
}

async function setUp(
  invocation: Invocation,
  wish: PeopleWish,
  both: BothSides,
): Promise<ExitStatus> {
  const { flags, terminal } = invocation;
  const goal = peopleGoal(wish);
  const observed = await observe(goal.question, both.world);
  if (flags.has('dry-run')) {
    const changes = goal.plan(observed);
    showPlan(changes, terminal);
    return tellPeople(invocation, both, { wish, observed, changes, applied: false });
  }
  const agreed = await agreedPlan(goal, observed, invocation, both);
  if (agreed === undefined) return EXIT.failed;
  const settled = await reconcile(goal, both.world, agreed);
  return tellPeople(invocation, both, { wish, ...settled, applied: true });
}
