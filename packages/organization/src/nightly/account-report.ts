/** What a night found in one account, small enough for the state of its execution. */
export interface AccountReport {
  readonly account: string;
  /** Roles that the tenant, or the automation, has to do with. */
  readonly looked: number;
  /** Those of them that are bound. */
  readonly bound: number;
  /** Those for which there is something to do, for the automation or for a person. */
  readonly toDo: number;
  /** Some of those, as many as there is room for; only of a plan. */
  readonly roles?: readonly PlannedRole[];
  /** Why it could not be looked at. */
  readonly failed?: { readonly error: string; readonly why?: string };
}

/** What the automation would do about a role, or without one about its account. */
export interface PlannedRole {
  readonly role?: string;
  readonly do: PlannedDeed;
  /** In a few words; for `stopped`, the whole message. */
  readonly why: string;
}

/**
 * `bind`: it has no binding yet; `mend`: something of its binding is missing; `let-go`: it is gone, or wants it
 * no longer; `stopped`: a person has to decide first; `make-providers`: the account lacks one of the tenant.
 */
export type PlannedDeed = 'make-providers' | 'bind' | 'mend' | 'let-go' | 'stopped';

/** Enough for what a failure says; a night may have hundreds. */
const LONGEST_WHY = 600;

/** The state of an execution holds 256 KiB, of which reports may take this much. */
const ROOM_FOR_ROLES = 140_000;

/** @returns bytes for the roles of each account */
export function roomForEach(accounts: number): number {
  return Math.floor(ROOM_FOR_ROLES / Math.max(1, accounts));
}

/** As many of them as fit into `room` bytes, those first that a person has to see. */
export function fitting(roles: readonly PlannedRole[], room: number): readonly PlannedRole[] {
  const order = (one: PlannedRole) => (one.do === 'stopped' ? 0 : 1);
  const sorted = [...roles].sort((a, b) => order(a) - order(b));
  let left = room;
  const found: PlannedRole[] = [];
  for (const role of sorted) {
    const shortened = { ...role, why: short(role.why) };
    left -= Buffer.byteLength(JSON.stringify(shortened)) + 1;
    if (left < 0) break;
    found.push(shortened);
  }
  return found;
}

export function short(why: string): string {
  return why.length <= LONGEST_WHY ? why : `${why.slice(0, LONGEST_WHY - 1)}…`;
}
