import type { Application, ApplicationCertificate } from '../entra-directory/application.ts';
import { CERTIFICATE_NAME } from '../wish/public-certificate.ts';

/** Where a rotation stands: by what Entra lists, which is all that is kept of it. */
export interface RotationState {
  /** The one that began last among those that we added. */
  readonly newest: ApplicationCertificate | undefined;
  /** Others that we added, which it takes the place of. */
  readonly superseded: readonly ApplicationCertificate[];
  /** When those may go; undefined when there are none. */
  readonly removable: Date | undefined;
}

/** @param overlapMs how long old and new are both good, from the day on which the new one begins */
export function rotationState(
  { certificates }: Pick<Application, 'certificates'>,
  overlapMs: number,
): RotationState {
  const ours = certificates
    .filter(({ displayName }) => displayName.startsWith(CERTIFICATE_NAME))
    .toSorted((one, other) => Date.parse(one.starts) - Date.parse(other.starts));
  const newest = ours.at(-1);
  const superseded = ours.slice(0, -1);
  const removable =
    newest === undefined || superseded.length === 0
      ? undefined
      : new Date(Date.parse(newest.starts) + overlapMs);
  return { newest, superseded, removable };
}

/** Whether it lets somebody in now. */
export function isValid({ starts, ends }: ApplicationCertificate, now: Date): boolean {
  return Date.parse(starts) <= now.getTime() && now.getTime() < Date.parse(ends);
}
