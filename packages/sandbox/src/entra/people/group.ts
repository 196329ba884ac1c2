import { randomUUID } from 'node:crypto';
import type { EntraPerson } from './person.ts';

/** A security group; groups may be members of groups. */
export class EntraGroup {
  readonly objectId: string = randomUUID();
  readonly displayName: string;
  readonly members: (EntraPerson | EntraGroup)[];

  constructor(displayName: string, members: readonly (EntraPerson | EntraGroup)[]) {
    this.displayName = displayName;
    this.members = [...members];
  }
}

/** All groups that a person or a group is in, those of its groups included. */
export function groupsOf(
  member: EntraPerson | EntraGroup,
  groups: readonly EntraGroup[],
  found: Set<EntraGroup> = new Set(),
): Set<EntraGroup> {
  for (const group of groups) {
    if (found.has(group) || !group.members.includes(member)) continue;
    found.add(group);
    groupsOf(group, groups, found);
  }
  return found;
}
