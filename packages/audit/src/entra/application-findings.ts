import type { Application } from '@entra-aws-creds/bindings';
import type { GradedFinding } from '../judging/graded-finding.ts';

type ApplicationFinding = Pick<GradedFinding, 'code' | 'grade' | 'why'>;

const SOON_DAYS = 30;
const DAY_MS = 86_400_000;

/** What is to be said of the credentials of an application that a role lets in. */
export function applicationFindings(
  { displayName, certificates, secrets }: Application,
  now: Date,
): readonly ApplicationFinding[] {
  const shown = JSON.stringify(displayName);
  const found: ApplicationFinding[] = [];
  const last = lastEnd(certificates.map(({ ends }) => ends));
  if (last !== undefined) {
    const days = Math.floor((last.getTime() - now.getTime()) / DAY_MS);
    const day = last.toISOString().slice(0, 10);
    if (days < SOON_DAYS) {
      const why =
        days < 0
          ? `The last certificate of the application ${shown} ended on ${day}: its pipeline cannot log in with one.`
          : `The last certificate of the application ${shown} ends on ${day}, in ${days} days.`;
      found.push({ code: 'AUDIT_CERTIFICATE_ENDS', grade: days < 0 ? 'medium' : 'low', why });
    }
  }
  const valid = secrets.filter(({ ends }) => Date.parse(ends) > now.getTime());
  if (valid.length > 0) {
    const names = valid.slice(0, 3).map((one) => JSON.stringify(one.displayName));
    const why = `The application ${shown} also has ${valid.length === 1 ? 'a client secret' : `${valid.length} client secrets`} (${names.join(', ')}): whoever has read one gets in from anywhere.`;
    found.push({ code: 'AUDIT_SECRET_ON_APPLICATION', grade: 'medium', why });
  }
  return found;
}

/** An application in a sentence. */
export function inWords(
  { displayName, clientId, certificates }: Application,
  owners: readonly string[],
  now: Date,
): string {
  const last = lastEnd(certificates.map(({ ends }) => ends));
  const until =
    last === undefined
      ? 'no certificate'
      : `certificate ${last > now ? 'until' : 'ended'} ${last.toISOString().slice(0, 10)}`;
  const owned =
    owners.length === 0
      ? 'no owner'
      : `owned by ${owners.slice(0, 3).join(', ')}${owners.length > 3 ? ` and ${owners.length - 3} more` : ''}`;
  return `Application ${JSON.stringify(displayName)} (${clientId}): ${until}, ${owned}.`;
}

function lastEnd(ends: readonly string[]): Date | undefined {
  const times = ends.map((one) => Date.parse(one)).filter((time) => !Number.isNaN(time));
  return times.length === 0 ? undefined : new Date(Math.max(...times));
}
