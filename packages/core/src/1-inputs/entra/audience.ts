import { quote } from '../../text/log-line.ts';
import { InputProblem } from '../input-problem.ts';
import { type InputReader, isRight, type OrWrong } from '../input-reader.ts';
import type { EntraApplication } from './entra-application.ts';

declare const brand: unique symbol;

/** The application whose token AWS trusts: an App ID URI or a client ID. */
export type Audience = string & { readonly [brand]: 'Audience' };

/** IAM takes client IDs of up to 255 characters: API reference, CreateOpenIDConnectProvider, ClientIDList. */
const AUDIENCE = /^[\x21-\x7e]{1,255}$/;

/** @throws InputProblem when no such application can exist */
export function parseAudience(text: string): Audience {
  if (text.endsWith('/.default')) {
    throw new InputProblem(
      `is ${quote(text)}, which is a scope`,
      'Leave "/.default" off: give the App ID URI (api://…) or the client ID alone.',
    );
  }
  if (AUDIENCE.test(text)) return text as Audience;
  throw new InputProblem(
    `is ${quote(text)}, which is neither an App ID URI nor a client ID`,
    'Give the Application ID URI from "Expose an API" of the app registration that AWS trusts (api://…), or its client ID.',
  );
}

/** The input, else the application itself, which is named by its client ID then (AADSTS90009). */
export function readAudience(
  reader: InputReader,
  application: OrWrong<Pick<EntraApplication, 'clientId'> | undefined>,
): OrWrong<Audience> {
  const own = isRight(application)
    ? application && parseAudience(application.clientId)
    : application;
  const audience = reader.optional('audience', parseAudience, own);
  if (audience !== undefined) return audience;
  return reader.wrong(
    'EAC_INPUT_MISSING',
    '"audience" is not given.',
    'The identity of a machine only gets tokens for applications, never for itself: give the Application ID URI (api://…) or the client ID of the application whose token AWS trusts.',
  );
}

/**
 * The scope of a client-credentials request: everything that was granted for one resource.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
export function scopeFor(audience: Audience): string {
  return `${audience}/.default`;
}
