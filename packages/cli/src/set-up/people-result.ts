import {
  type Change,
  describePlan,
  type Observed,
  type PeopleWish,
  peopleTrust,
  rolesOf,
} from '@entra-aws-creds/bindings';
import { EXIT, type ExitStatus, type Invocation } from '../command.ts';
import type { BothSides } from './both-sides.ts';

/** What set-up found and did. */
interface PeopleResult {
  readonly wish: PeopleWish;
  readonly observed: Observed;
  readonly changes: readonly Change[];
  /** Whether it was done, and not only shown. */
  readonly applied: boolean;
}

/** Prints what people log in with, and says what is left to an administrator: nobody is assigned yet. */
export function tellPeople(
  { flags, terminal }: Invocation,
  { region }: BothSides,
  result: PeopleResult,
): ExitStatus {
  const { wish, observed, changes, applied } = result;
  const { displayName } = wish.binding.application;
  const isProvided = demandsClaim(wish, observed);
  const inputs = {
    'tenant-id': wish.binding.tenant,
    'client-id': observed.entra?.application?.clientId ?? null,
    'aws-region': region,
    ...(!isProvided && { 'role-to-assume': wish.binding.role.text }),
  };
  if (flags.has('json')) {
    const lines = describePlan(changes).map(({ sign, text }) => `${sign} ${text.trim()}`);
    const binding = {
      tenantId: wish.binding.tenant,
      application: displayName,
      clientId: inputs['client-id'],
      roleArn: wish.binding.role.text,
      appRole: wish.appRole,
      demandsRolesClaim: isProvided,
    };
    terminal.print(`${JSON.stringify({ applied, changes: lines, binding }, undefined, 2)}\n`);
    return EXIT.done;
  }
  for (const line of notes(wish, observed, isProvided)) terminal.say(line);
  if (!applied) return EXIT.done;
  terminal.say(
    `Who is to have the role needs the app role: assign people or groups to ${wish.appRole} of ${JSON.stringify(displayName)} (Enterprise applications, Users and groups).`,
  );
  terminal.say(
    'They log in with what follows in people.json: entra-aws-creds login --config people.json',
  );
  terminal.print(`${JSON.stringify(inputs, undefined, 2)}\n`);
  return EXIT.done;
}

function demandsClaim(wish: PeopleWish, observed: Observed): boolean {
  return peopleTrust(wish, observed).pins.rolesClaim ?? false;
}

function notes(
  { binding, claims }: PeopleWish,
  { entra }: Observed,
  isProvided: boolean,
): readonly string[] {
  const others = rolesOf(entra?.application ?? { tags: [] }).filter(
    (role) => role !== binding.role.text,
  );
  if (!isProvided) {
    return [
      'There is no claims provider: whoever is assigned to the application may have the role, whatever the app role.',
      ...(others.length === 0 ? [] : [`And these roles as well: ${others.join(', ')}.`]),
    ];
  }
  if (claims === undefined || others.length === 0) return [];
  return [
    `If they were set up without the claims provider, set up these roles of the application again, so that they demand its claim: ${others.join(', ')}.`,
  ];
}
