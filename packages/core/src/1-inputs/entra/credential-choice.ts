import { quote } from '../../text/log-line.ts';
import type { InputName } from '../input-name.ts';
import { type InputReader, isRight, type OrWrong } from '../input-reader.ts';
import { Unacceptable } from '../unacceptable.ts';
import type { JobIdentity } from './job-identity.ts';

/** The values of `entra-credential`. */
const CREDENTIAL_NAMES = ['certificate', 'github-oidc', 'service-connection'] as const;

export type CredentialName = (typeof CREDENTIAL_NAMES)[number];

/** Inputs that say something of one credential, and nothing of the others. */
const BELONGS_TO: readonly (readonly [InputName, CredentialName])[] = [
  ['certificate', 'certificate'],
  ['certificate-path', 'certificate'],
  ['certificate-secure-file', 'certificate'],
  ['certificate-password', 'certificate'],
  ['azure-service-connection', 'service-connection'],
];

/** Which credential the job logs in with, chosen by the pipeline author and by nothing else. */
export function readCredentialChoice(
  reader: InputReader,
  job: JobIdentity,
): OrWrong<CredentialName> {
  const offered = CREDENTIAL_NAMES.filter((name) => has(job, name));
  const choice = reader.optional<CredentialName, CredentialName>(
    'entra-credential',
    (text) => parseChoice(text, offered),
    'certificate',
  );
  if (!isRight(choice)) return choice;
  const strays = BELONGS_TO.filter(([input, name]) => name !== choice && reader.has(input));
  if (strays.length === 0) return choice;
  const inputs = strays.map(([input]) => `"${input}"`).join(' and ');
  const meant = strays.map(([, name]) => name).find((name) => offered.includes(name));
  return reader.wrong(
    'EAC_INPUT_CONFLICT',
    `${inputs} ${strays.length === 1 ? 'is' : 'are'} given, but "entra-credential" is ${choice}.`,
    meant === undefined
      ? 'Leave it out: this CI system has no such thing.'
      : `Leave ${strays.length === 1 ? 'it' : 'them'} out, or set "entra-credential" to ${meant}.`,
  );
}

function parseChoice(text: string, offered: readonly CredentialName[]): CredentialName {
  const choice = offered.find((name) => name === text);
  if (choice !== undefined) return choice;
  const known = CREDENTIAL_NAMES.some((name) => name === text);
  throw new Unacceptable(
    known
      ? `is ${text}, which this CI system does not have`
      : `is ${quote(text)}, which is no credential`,
    `Give ${offered.join(' or ')}; github-oidc is the job's own token on GitHub, service-connection is of Azure DevOps.`,
  );
}

function has(job: JobIdentity, name: CredentialName): boolean {
  if (name === 'github-oidc') return job.ownToken !== undefined;
  if (name === 'service-connection') return job.serviceConnection !== undefined;
  return true;
}
