import type { Step } from '../../apply/step.ts';
import type { SignIn } from '../people-application.ts';
import { LOOPBACK } from '../people-wish.ts';
import type { SignInOpening } from '../plan/people-change.ts';
import { sideIn } from './people-state.ts';
import { seenSignIn, writeSignIn } from './sign-in-writing.ts';

export const openSignIn: Step<'open-sign-in'> = {
  isDone: (change, state) => isOpen(change, sideIn(state).signIn),
  async make({ acceptsMappedClaims }, state, world) {
    await writeSignIn(
      ({ redirectUris }) => ({
        isPublicClient: true,
        redirectUris: [...new Set([...redirectUris, LOOPBACK])],
        ...(acceptsMappedClaims && { acceptsMappedClaims }),
      }),
      state,
      world,
    );
    return state;
  },
  verify: (change, state, world) => seenSignIn((seen) => isOpen(change, seen), state, world),
};

function isOpen({ acceptsMappedClaims }: SignInOpening, signIn: SignIn | undefined): boolean {
  if (signIn === undefined) return false;
  return (
    signIn.isPublicClient &&
    signIn.redirectUris.includes(LOOPBACK) &&
    (signIn.acceptsMappedClaims || !acceptsMappedClaims)
  );
}
