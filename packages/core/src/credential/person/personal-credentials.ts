import type { CredentialKind } from '../entra-credential.ts';
import { browser } from './browser.ts';
import { deviceCode } from './device-code.ts';
import type { Person } from './person.ts';
import { personalCredential } from './personal-credential.ts';
import { ID_TOKEN, type WantedToken } from './wanted-token.ts';

/** The ways to log in that need a person, for programs that people start. */
export function personalCredentials(
  person: Person,
  wanted: WantedToken = ID_TOKEN,
): readonly CredentialKind[] {
  return [browser, deviceCode].map((way) => personalCredential(way, person, wanted));
}
