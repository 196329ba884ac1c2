import type { StepInputs } from '../1-inputs/step-inputs.ts';
import type { RoleSessions } from '../3-sts-credentials/role-session.ts';

/** How the steps that follow come by what this step hands over. */
export type HandOver = 'keys' | 'renewed profile' | 'named profiles' | 'regions of profiles';

/** The ways in which later steps come by `sessions`. */
export function waysOf(sessions: RoleSessions, inputs: StepInputs): readonly HandOver[] {
  const { main, profiles } = sessions;
  const ways: HandOver[] = [];
  if (main !== undefined && inputs.exportCredentials) {
    ways.push(inputs.refresh ? 'renewed profile' : 'keys');
  }
  if (profiles.length > 0 || main?.request.profile !== undefined) ways.push('named profiles');
  if (hasOtherRegions(sessions, inputs)) ways.push('regions of profiles');
  return ways;
}

/** Whether a profile's region is not that of the step, so that no variable may say it for all. */
export function hasOtherRegions(
  { profiles }: RoleSessions,
  { region }: Pick<StepInputs, 'region'>,
): boolean {
  return profiles.some(({ request }) => request.region.name !== region.name);
}
