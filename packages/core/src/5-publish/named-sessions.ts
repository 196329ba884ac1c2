import { type ProfileName, parseProfileName } from '../1-inputs/aws/profile.ts';
import type { StepInputs } from '../1-inputs/step-inputs.ts';
import {
  allSessions,
  type RoleSession,
  type RoleSessions,
} from '../3-sts-credentials/role-session.ts';
import { StepFailure } from '../failure/step-failure.ts';
import type { Host } from '../job/host.ts';
import { quote } from '../text/log-line.ts';
import { planPath } from './renewal-plan.ts';

/** A session that gets a profile of its own. */
export interface NamedSession {
  readonly name: ProfileName;
  readonly session: RoleSession;
  /** The profile's command for credentials; without, they are written into the credentials file. */
  readonly credentialProcess: string | undefined;
}

/** What `role-to-assume` is called when it must have a profile to renew itself, and was given no name. */
const UNNAMED = parseProfileName('entra-aws-creds');

/** The profiles that come of `sessions`, to be written into `folder`. */
export function namedSessions(
  sessions: RoleSessions,
  { refresh }: Pick<StepInputs, 'refresh'>,
  folder: string,
  host: Pick<Host, 'credentialProcess'>,
): readonly NamedSession[] {
  return allSessions(sessions).flatMap((session) => {
    const name = session.request.profile ?? (refresh ? UNNAMED : undefined);
    if (name === undefined) return [];
    const credentialProcess = refresh
      ? commandOf(host.credentialProcess, planPath(folder, name))
      : undefined;
    return [{ name, session, credentialProcess }];
  });
}

/** What one of the shells or splitters that read the command would not leave alone in quotes. */
const UNQUOTABLE = /["$`%\r\n]/;

/** @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html */
function commandOf({ node, script }: Host['credentialProcess'], plan: string): string {
  const parts = [node, script, plan];
  const wrong = parts.find((part) => UNQUOTABLE.test(part));
  if (wrong === undefined) return parts.map((part) => `"${part}"`).join(' ');
  throw new StepFailure(
    'EAC_PROFILE_FILES',
    `The path ${quote(wrong)} has characters that cannot stand in a command of an AWS configuration file.`,
    'Install the runner in a folder without quotes, $, % and backticks in its name, or do without "refresh".',
  );
}
