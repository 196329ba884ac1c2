import { AuthError, InteractionRequiredAuthError } from '@azure/msal-node';
import { EntraCredentialsError } from '@entra-aws-creds/credential-provider';
import { refusalPage, roleName } from './pages.ts';
import { SignInRefused } from './sign-in.ts';

export interface FailurePage {
  readonly status: number;
  readonly text: string;
  /** Whether the person has to sign in again. */
  readonly isOver: boolean;
}

/** Such as `ClientAuthError nonce_mismatch`, of MSAL. */
function nameOf(error: unknown): string {
  if (error instanceof AuthError) return `${error.name} ${error.errorCode}`;
  return error instanceof Error ? error.name : typeof error;
}

/** STS says no to this person, rather than to everybody. */
const REFUSALS = ['EAC_STS_ACCESS_DENIED', 'EAC_STS_ROLE_NOT_IN_TOKEN'];

/** What a person reads of a failure, while its name goes to the log. Messages of libraries may quote tokens. */
export function failurePage(error: unknown, role = ''): FailurePage {
  if (error instanceof InteractionRequiredAuthError) {
    const text = 'Entra wants to see you again before you go on.';
    return { status: 401, text: refusalPage('Sign in again', text, 'sign-in'), isOver: true };
  }
  if (error instanceof SignInRefused) {
    const text = refusalPage('You are not signed in', error.message, 'sign-in');
    return { status: 403, text, isOver: false };
  }
  // The messages of this one hold no secret.
  if (error instanceof EntraCredentialsError) console.error(error.message);
  else console.error(nameOf(error));
  if (error instanceof EntraCredentialsError && REFUSALS.includes(error.code)) {
    const text = `AWS does not let you use the role ${roleName(role)}.`;
    return { status: 403, text: refusalPage('Not allowed', text, 'sign-out'), isOver: false };
  }
  const text = 'Entra or AWS did not answer as expected. Try again in a minute.';
  const way = role === '' ? 'sign-in' : 'sign-out';
  return { status: 502, text: refusalPage('That did not work', text, way), isOver: false };
}
