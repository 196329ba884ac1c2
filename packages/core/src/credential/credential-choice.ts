import type { JobIdentity } from '../1-inputs/entra/job-identity.ts';
import { InputProblem } from '../1-inputs/input-problem.ts';
import { type InputReader, isRight, type OrWrong } from '../1-inputs/input-reader.ts';
import { quote } from '../text/log-line.ts';
import { CREDENTIAL_KINDS } from './credential-kinds.ts';
import {
  type CredentialContext,
  type CredentialKind,
  nothingOf,
  type ReadIdentity,
} from './entra-credential.ts';

/** A host whose program people start, and what they can log in with then. */
export interface PersonalHost {
  readonly personalCredentials?: readonly CredentialKind[];
}

/**
 * Reads the credential that `entra-credential` chooses and the application that it belongs to.
 * What is wrong with the chosen one is wrong: no other is looked at.
 */
export async function readEntraIdentity(
  reader: InputReader,
  context: CredentialContext,
): Promise<ReadIdentity> {
  const choice = readChoice(reader, context.job, [...CREDENTIAL_KINDS, ...context.personal]);
  return isRight(choice) ? choice.read(reader, context) : nothingOf(choice);
}

/** Chosen by the pipeline author and by nothing else. */
function readChoice(
  reader: InputReader,
  job: JobIdentity,
  kinds: readonly CredentialKind[],
): OrWrong<CredentialKind> {
  const offered = kinds.filter((kind) => kind.isOffered(job));
  const [usual] = CREDENTIAL_KINDS;
  const choice = reader.optional<CredentialKind, CredentialKind>(
    'entra-credential',
    (text) => parseChoice(text, offered, kinds),
    usual,
  );
  if (!isRight(choice)) return choice;
  const strays = kinds
    .filter(({ name }) => name !== choice.name)
    .flatMap((kind) =>
      kind.inputs.filter((input) => reader.has(input)).map((input) => ({ input, kind })),
    );
  if (strays.length === 0) return choice;
  const inputs = strays.map(({ input }) => `"${input}"`).join(' and ');
  const meant = strays.map(({ kind }) => kind).find((kind) => kind.isOffered(job));
  return reader.wrong(
    'EAC_INPUT_CONFLICT',
    `${inputs} ${strays.length === 1 ? 'is' : 'are'} given, but "entra-credential" is ${choice.name}.`,
    meant === undefined
      ? 'Leave it out: this CI system has no such thing.'
      : `Leave ${strays.length === 1 ? 'it' : 'them'} out, or set "entra-credential" to ${meant.name}.`,
  );
}

function parseChoice(
  text: string,
  offered: readonly CredentialKind[],
  kinds: readonly CredentialKind[],
): CredentialKind {
  const choice = offered.find(({ name }) => name === text);
  if (choice !== undefined) return choice;
  const known = kinds.some(({ name }) => name === text);
  throw new InputProblem(
    known
      ? `is ${text}, which this CI system does not have`
      : `is ${quote(text)}, which is not a credential`,
    `Give ${offered.map(({ name }) => name).join(', ')}; github-oidc is the job's own token on GitHub, service-connection is for Azure DevOps.`,
  );
}
