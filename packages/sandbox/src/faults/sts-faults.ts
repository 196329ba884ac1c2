import type { HttpResponse } from '../http/message.ts';
import { HOSTILE_TEXT } from './hostile-text.ts';
import type { NamedFault } from './named-fault.ts';

const STS = ['sts'] as const;

const REQUEST_ID = '6f1f1b2e-0000-4000-8000-000000000000';

/** Fields of an answer that credentials cannot do without. */
const NECESSARY = ['AccessKeyId', 'SecretAccessKey', 'SessionToken', 'Expiration', 'Arn'];

/** Answers that look like those of STS. */
export const STS_FAULTS: readonly NamedFault[] = [
  refusal('sts-throttling', 'throttles (Throttling, HTTP 400)', 400, 'Throttling', 'Rate exceeded'),
  refusal(
    'sts-idp-communication',
    'cannot reach the identity provider (IDPCommunicationError)',
    400,
    'IDPCommunicationError',
    'Unable to reach the identity provider',
  ),
  refusal(
    'sts-verification-key',
    'cannot read the keys of the issuer',
    400,
    'InvalidIdentityToken',
    "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
  ),
  refusal(
    'sts-access-denied',
    'denies access',
    403,
    'AccessDenied',
    'Not authorized to perform sts:AssumeRoleWithWebIdentity',
  ),
  refusal(
    'sts-duration',
    'says that the session is too long for the role',
    400,
    'ValidationError',
    'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
  ),
  refusal('sts-internal', 'fails internally', 500, 'InternalFailure', 'Internal failure'),
  refusal('hostile-error', 'refuses in words that are commands', 403, HOSTILE_TEXT, HOSTILE_TEXT),
  changed('xml-cut', 'breaks off within an element', (body) => body.slice(0, body.length / 2)),
  changed('xml-garbage', 'answers with tags that do not match', (body) =>
    body.replaceAll('</', '<'),
  ),
  {
    name: 'xml-deep',
    does: 'answers with fifty thousand nested elements',
    services: STS,
    spoil: () => xml(200, `<AssumeRoleWithWebIdentityResponse>${'<a>'.repeat(50_000)}`),
  },
  changed(
    'xml-entities',
    'answers with entities that grow without end',
    (body) =>
      `<?xml version="1.0"?>${bomb()}${body.replace(/<SessionToken>[^<]*/, '<SessionToken>&l9;')}`,
  ),
  changed(
    'xml-external-entity',
    'answers with an entity that names a file',
    (body) =>
      `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]>${body.replace(/<SessionToken>[^<]*/, '<SessionToken>&f;')}`,
  ),
  ...NECESSARY.map((field) =>
    changed(`without-${field}`, `leaves ${field} out`, (body) =>
      body.replace(new RegExp(`<${field}>[^<]*</${field}>`), ''),
    ),
  ),
  ...NECESSARY.map((field) =>
    changed(`empty-${field}`, `leaves ${field} empty`, (body) =>
      body.replace(new RegExp(`<${field}>[^<]*`), `<${field}>`),
    ),
  ),
  ...NECESSARY.map((field) =>
    changed(`hostile-${field}`, `puts line breaks and commands into ${field}`, (body) =>
      body.replace(`<${field}>`, `<${field}>${references(HOSTILE_TEXT)}`),
    ),
  ),
  changed('expired-credentials', 'issues credentials that have expired', (body) =>
    body.replace(/<Expiration>[^<]*/, '<Expiration>2001-01-01T00:00:00Z'),
  ),
  changed('other-role', 'issues credentials of another role', (body) =>
    body.replace(/assumed-role\/[^/]+/, 'assumed-role/Admin'),
  ),
  changed('other-account', 'issues credentials of another account', (body) =>
    body.replace(/:sts::\d{12}:/, ':sts::666666666666:'),
  ),
  {
    name: 'error-with-200',
    does: 'answers HTTP 200 with a refusal in it',
    services: STS,
    spoil: () => xml(200, errorXml('AccessDenied', 'Not authorized')),
  },
];

function refusal(
  name: string,
  does: string,
  status: number,
  code: string,
  message: string,
): NamedFault {
  return {
    name,
    does,
    services: STS,
    spoil: () => xml(status, errorXml(references(code), references(message))),
  };
}

function changed(name: string, does: string, change: (body: string) => string): NamedFault {
  return {
    name,
    does,
    services: STS,
    spoil: () => ({
      fault: 'change',
      change: (answer) => ({ ...answer, body: change(answer.body) }),
    }),
  };
}

function errorXml(code: string, message: string): string {
  return `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${REQUEST_ID}</RequestId></ErrorResponse>`;
}

function xml(status: number, body: string): HttpResponse {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': REQUEST_ID }, body };
}

/** As character references, by which XML can say what it must not hold. */
function references(text: string): string {
  return [...text].map((character) => `&#${character.codePointAt(0)};`).join('');
}

/** A billion laughs: each entity is ten of the one before. */
function bomb(): string {
  const levels = Array.from({ length: 9 }, (_, index) => {
    const value = `&l${index};`.repeat(10);
    return `<!ENTITY l${index + 1} "${value}">`;
  });
  return `<!DOCTYPE r [<!ENTITY l0 "lol">${levels.join('')}]>`;
}
