import type { EntraApplication } from '../../1-inputs/entra/entra-application.ts';
import { type ServiceAnswer, StepFailure } from '../../failure/step-failure.ts';
import { quote } from '../../text/log-line.ts';

/** Why only a person can go on. */
export type WhyNeeded =
  | { readonly kind: 'nothing-kept' }
  | { readonly kind: 'refused'; readonly answer: ServiceAnswer | undefined };

/** Nobody is there whom Entra could ask. */
export function personNeeded(why: WhyNeeded, { tenant, clientId }: EntraApplication): StepFailure {
  const what =
    why.kind === 'nothing-kept'
      ? `Nobody is logged in to the application ${clientId} of the tenant ${tenant} on this machine.`
      : `The login to the application ${clientId} of the tenant ${tenant} has ended, and only a person can renew it.`;
  return new StepFailure(
    'EAC_LOGIN_NEEDED',
    what,
    'Run "entra-aws-creds login" with the same tenant and application in a terminal, then do this again.',
    { answer: why.kind === 'refused' ? why.answer : undefined },
  );
}

const PUBLIC_CLIENT_HINT =
  'In the app registration under Authentication, add the platform "Mobile and desktop applications" with the redirect URI http://localhost, and set "Allow public client flows" to Yes.';

const PROVIDER_DENIES: Diagnosis = [
  'EAC_LOGIN_REFUSED',
  'The claims provider of the application denied the login or did not answer, and Entra issues no token without it.',
  'Most often nothing that you are assigned leads to a role in AWS: ask for an app role or a group. The sign-in log of the tenant (Authentication Events) and the log of the claims provider say why, by the correlation id.',
];

type Diagnosis = readonly [
  code: 'EAC_LOGIN_REFUSED' | 'EAC_LOGIN_TIMEOUT',
  message: string,
  hint: string,
];

/**
 * What Entra's refusals mean when a person logs in.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const AADSTS: Readonly<Record<string, Diagnosis>> = {
  AADSTS7000218: [
    'EAC_LOGIN_REFUSED',
    'Entra wants a secret of the application, so it is not one that people log in to from their machines.',
    PUBLIC_CLIENT_HINT,
  ],
  AADSTS50011: [
    'EAC_LOGIN_REFUSED',
    'The application may not send people back here.',
    PUBLIC_CLIENT_HINT,
  ],
  AADSTS65001: [
    'EAC_LOGIN_REFUSED',
    'Nobody has consented to this application for you.',
    'Ask an administrator of the tenant to grant consent to openid, profile and offline_access (Enterprise applications, Permissions).',
  ],
  AADSTS65004: [
    'EAC_LOGIN_REFUSED',
    'The login was refused in the browser.',
    'Run the command again if that was not meant.',
  ],
  AADSTS50105: [
    'EAC_LOGIN_REFUSED',
    'You are not assigned to this application.',
    'Ask for it: Enterprise applications, Users and groups. Who is assigned decides who reaches the role.',
  ],
  AADSTS53003: [
    'EAC_LOGIN_REFUSED',
    'A Conditional Access policy of the tenant keeps you from logging in from here.',
    'The sign-in log names the policy, by the correlation id. Device code logins are often blocked: try without --device-code.',
  ],
  AADSTS1100000: PROVIDER_DENIES,
  AADSTS1100001: PROVIDER_DENIES,
  AADSTS70020: [
    'EAC_LOGIN_TIMEOUT',
    'The code was not typed in time.',
    'Run the command again; a code lasts a quarter of an hour.',
  ],
};

/** A refusal of Entra, in the words for a person where it has some. */
export function forPeople(failure: StepFailure): StepFailure {
  const [code, message, hint] = AADSTS[failure.answer?.code ?? ''] ?? [];
  if (code === undefined || message === undefined || hint === undefined) return failure;
  return new StepFailure(code, message, hint, { answer: failure.answer });
}

/** What the browser brought in place of a code. */
export function refusedInBrowser(answer: URLSearchParams): StepFailure {
  const error = answer.get('error') ?? 'nothing';
  const description = answer.get('error_description') ?? '';
  const code = /^AADSTS\d+/.exec(description)?.[0] ?? error;
  const said: ServiceAnswer = {
    service: 'Entra',
    code,
    message: description.split(/[\r\n]| Trace ID:/, 1)[0],
  };
  return forPeople(
    new StepFailure(
      'EAC_LOGIN_REFUSED',
      `The login ended in the browser with ${quote(error)}.`,
      'Run the command again; the sign-in log of the tenant says more.',
      { answer: said },
    ),
  );
}

/** The browser brought an answer to another question. */
export function foreignAnswer(what: 'state' | 'nonce'): StepFailure {
  return new StepFailure(
    'EAC_LOGIN_REFUSED',
    `What came back from the browser does not belong to this login (its ${what} is another).`,
    'Run the command again and use only the window that it opens. If you did, another program or page tried to log you in as somebody else.',
  );
}

/** The login is there and cannot be kept. */
export function notKept(error: unknown): StepFailure {
  const { code = 'unknown' } = error as NodeJS.ErrnoException;
  return new StepFailure(
    'EAC_LOGIN_CACHE',
    `The login cannot be kept: its file in the cache folder was not written or read (${code}).`,
    'Make room and check who owns the folder, or use --no-cache, which keeps nothing.',
    { cause: error },
  );
}
