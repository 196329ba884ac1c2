import type { CredentialKind } from '../entra-credential.ts';
import { browser } from './browser.ts';
import { deviceCode } from './device-code.ts';
import type { Person } from './person.ts';
import { personalCredential } from './personal-credential.ts';

/** The ways to log in that need a person, for programs that people start. */
export function personalCredentials(person: Person): readonly CredentialKind[] {
  return [browser, deviceCode].map((way) => personalCredential(way, person));
}
