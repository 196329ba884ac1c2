import { type ProfileName, parseProfileName } from '../1-inputs/aws/profile.ts';
import type { StepInputs } from '../1-inputs/step-inputs.ts';
import {
  allSessions,
  type RoleSession,
  type RoleSessions,
} from '../3-sts-credentials/role-session.ts';
import type { JobHost } from '../job/job-host.ts';
import { processCommand } from './process-command.ts';
import { planPath } from './renewal-plan.ts';

/** A session that gets a profile of its own. */
export interface NamedSession {
  readonly name: ProfileName;
  readonly session: RoleSession;
  /** The profile's command for credentials; without, they are written into the credentials file. */
  readonly credentialProcess: string | undefined;
}

/** What `role-to-assume` is called when it must have a profile and was given no name. */
const UNNAMED = parseProfileName('entra-aws-creds');

/**
 * The profiles that come of `sessions`, to be written into `folder`.
 *
 * @param all whether `role-to-assume` gets one too when no name was given
 */
export function namedSessions(
  sessions: RoleSessions,
  { refresh }: Pick<StepInputs, 'refresh'>,
  all: boolean,
  folder: string,
  job: Pick<JobHost, 'credentialProcess'>,
): readonly NamedSession[] {
  return allSessions(sessions).flatMap((session) => {
    const name = session.request.profile ?? (all ? UNNAMED : undefined);
    if (name === undefined) return [];
    const credentialProcess = refresh
      ? processCommand(job.credentialProcess, planPath(folder, name))
      : undefined;
    return [{ name, session, credentialProcess }];
  });
}
