import { createHash } from 'node:crypto';
import { applicationIn, type Step } from '../../apply/step.ts';
import { appRoleDescription } from '../../ownership.ts';
import type { AppRole, SignIn } from '../people-application.ts';
import { sideIn } from './people-state.ts';
import { seenSignIn, writeSignIn } from './sign-in-writing.ts';

export const putAppRole: Step<'put-app-role'> = {
  isDone: ({ appRole }, state) => has(sideIn(state).signIn, appRole),
  async make({ appRole, roleArn }, state, world) {
    const { clientId } = applicationIn(state);
    await writeSignIn(
      ({ appRoles }) => ({
        appRoles: appRoles.some(({ value }) => value === appRole)
          ? appRoles.map((one) => (one.value === appRole ? { ...one, isEnabled: true } : one))
          : [...appRoles, newAppRole(clientId, appRole, roleArn)],
      }),
      state,
      world,
    );
    return state;
  },
  verify: ({ appRole }, state, world) => seenSignIn((seen) => has(seen, appRole), state, world),
};

/** Graph removes none that is enabled. */
export const removeAppRole: Step<'remove-app-role'> = {
  isDone: ({ id }, state) => !sideIn(state).signIn?.appRoles.some((one) => one.id === id),
  async make({ id }, state, world) {
    const disabled = (one: AppRole) => (one.id === id ? { ...one, isEnabled: false } : one);
    await writeSignIn(({ appRoles }) => ({ appRoles: appRoles.map(disabled) }), state, world);
    await writeSignIn(
      ({ appRoles }) => ({ appRoles: appRoles.filter((one) => one.id !== id) }),
      state,
      world,
    );
    return state;
  },
  verify: ({ id }, state, world) =>
    seenSignIn(({ appRoles }) => appRoles.every((one) => one.id !== id), state, world),
};

function has(signIn: SignIn | undefined, appRole: string): boolean {
  return signIn?.appRoles.some((one) => one.value === appRole && one.isEnabled) ?? false;
}

/** @see https://learn.microsoft.com/graph/api/resources/approle#properties */
const LONGEST_DISPLAY_NAME = 100;

function newAppRole(clientId: string, value: string, roleArn: string): AppRole {
  return {
    id: appRoleId(clientId, value),
    value,
    displayName: value.slice(0, LONGEST_DISPLAY_NAME),
    description: appRoleDescription(roleArn),
    isEnabled: true,
    allowedMemberTypes: ['User'],
  };
}

/** The same for the same app role, so that a run that was cut short makes no second one: a GUID (version 8). */
function appRoleId(clientId: string, value: string): string {
  const digest = createHash('sha256').update(`${clientId} ${value}`).digest('hex');
  const [, a, b, c, d, e] = /^(.{8})(.{4}).(.{3}).(.{3})(.{12})/.exec(digest) ?? [];
  return `${a}-${b}-8${c}-8${d}-${e}`;
}
