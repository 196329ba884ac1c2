import { speaksOfDrop } from './1-inputs/drop-request.ts';
import { allSessions, type RoleSessions } from './3-sts-credentials/role-session.ts';
import { type Published, publish } from './5-publish/publish.ts';
import { successReport } from './5-publish/report.ts';
import { runExchange } from './exchange/checked-exchange.ts';
import type { JobHost } from './job/job-host.ts';
import type { JobLog } from './job/job-log.ts';
import type { Platform } from './platform/platform.ts';

/**
 * The whole step, in the order in which its data flows, or the dropping of what earlier steps gave. It never
 * throws: a failure is told to the host, and nothing was exported then; neither when `cancelled` is aborted.
 *
 * @returns whether the job now has its credentials, or has them no longer
 */
export async function runStep(
  job: JobHost,
  platform: Platform,
  cancelled: AbortSignal,
): Promise<boolean> {
  if (speaksOfDrop(job)) {
    const { runDrop } = await import('./drop.ts');
    return runDrop(job, platform, cancelled);
  }
  const done = await runExchange(job, platform, cancelled, async (result, online, log) => {
    const published = await publish(result, job, online);
    tellPublished(published, result.sessions, log);
    log.report(successReport(result));
    return true;
  });
  return done === true;
}

function tellPublished(published: Published, sessions: RoleSessions, log: JobLog): void {
  const { variables, profiles, hiddenProfiles, lines, warnings } = published;
  const expiry = allSessions(sessions).map(({ credentials }) => credentials.expires.getTime());
  const until = new Date(Math.min(...expiry)).toISOString();
  const exported = variables.length === 0 ? 'no variable' : variables.join(', ');
  const written = profiles.length === 0 ? '' : `; wrote the profiles ${profiles.join(', ')}`;
  log.info(`Credentials until ${until}; exported ${exported}${written}`);
  for (const line of lines) log.info(line);
  for (const warning of warnings) log.warning(warning);
  if (hiddenProfiles.length > 0) {
    log.warning(
      `Your own profiles ${hiddenProfiles.join(', ')} are hidden for the rest of the job: this step wrote profiles with the same names. Your files are unchanged.`,
    );
  }
}
