import type { Platform } from '../../platform/platform.ts';
import { quote } from '../../text/log-line.ts';
import type { InputName } from '../input-name.ts';
import { InputProblem } from '../input-problem.ts';
import { type InputReader, isRight, type OrWrong } from '../input-reader.ts';
import { type AllowedPrincipal, parseAllowedPrincipals } from './allowed-principal.ts';
import { type IamEndpoint, readIamEndpoints } from './iam-endpoint.ts';
import type { Partition } from './partition.ts';

/** Whether the trust policies of the roles are looked at before anything is published. */
export type TrustPolicyCheck =
  | { readonly mode: 'off' }
  | {
      readonly mode: 'warn' | 'enforce';
      readonly source: TrustPolicySource;
      /** Whom the policies may admit besides. */
      readonly allowed: readonly AllowedPrincipal[];
    };

export type TrustPolicySource = TrustPolicyFile | TrustPolicyInIam;

/** A document of the pipeline author's; what it says was not looked at yet. */
interface TrustPolicyFile {
  readonly kind: 'file';
  /** As the pipeline author wrote it. */
  readonly path: string;
  readonly text: string;
}

interface TrustPolicyInIam {
  readonly kind: 'iam';
  endpointOf(partition: Partition): IamEndpoint;
}

const OFF: TrustPolicyCheck = { mode: 'off' };

/** Reads whether to check, what, and whom the policies may admit besides. */
export async function readTrustPolicyCheck(
  reader: InputReader,
  platform: Pick<Platform, 'environment' | 'readFile'>,
): Promise<OrWrong<TrustPolicyCheck>> {
  const mode = reader.optional('trust-policy-check', parseMode, 'off');
  if (!isRight(mode)) return mode;
  if (mode === 'off') {
    const stray = OF_THE_CHECK.find((name) => reader.has(name));
    if (stray === undefined) return OFF;
    return reader.wrong(
      'EAC_INPUT_CONFLICT',
      `"${stray}" is given, but "trust-policy-check" is off, so it has no effect.`,
      `Set "trust-policy-check" to warn or enforce, or leave "${stray}" out.`,
    );
  }
  const allowed = reader.optional<readonly AllowedPrincipal[], readonly AllowedPrincipal[]>(
    'trust-policy-allowed-principals',
    parseAllowedPrincipals,
    [],
  );
  const source = await readSource(reader, mode, platform);
  if (!isRight(allowed)) return allowed;
  return isRight(source) ? { mode, source, allowed } : source;
}

const OF_THE_CHECK: readonly InputName[] = [
  'trust-policy-file',
  'trust-policy-allowed-principals',
  'iam-endpoint',
];

async function readSource(
  reader: InputReader,
  mode: 'warn' | 'enforce',
  platform: Pick<Platform, 'environment' | 'readFile'>,
): Promise<OrWrong<TrustPolicySource>> {
  const file = reader.text('trust-policy-file');
  if (file === '') {
    const endpointOf = readIamEndpoints(reader, platform.environment, mode);
    return isRight(endpointOf) ? { kind: 'iam', endpointOf } : endpointOf;
  }
  if (!reader.has('iam-endpoint')) return readPolicyFile(reader, file, platform);
  return reader.wrong(
    'EAC_INPUT_CONFLICT',
    '"iam-endpoint" and "trust-policy-file" are both given, but with a file IAM is not called.',
    'Leave one of them out.',
  );
}

/** @throws InputProblem unless `text` is one of the three words */
function parseMode(text: string): TrustPolicyCheck['mode'] {
  if (text === 'off' || text === 'warn' || text === 'enforce') return text;
  throw new InputProblem(`is ${quote(text)}`, 'Give off, warn or enforce.');
}

/** IAM takes no policy of more than 128 kB; the rest is room for white space and wrapping. */
const LARGEST_BYTES = 1024 * 1024;

async function readPolicyFile(
  reader: InputReader,
  input: string,
  { readFile }: Pick<Platform, 'readFile'>,
): Promise<OrWrong<TrustPolicyFile>> {
  const path = reader.parse('trust-policy-file', input, (text) => text);
  if (!isRight(path)) return path;
  try {
    const bytes = await readFile(path);
    const text = bytes.length > LARGEST_BYTES ? undefined : decoded(bytes);
    if (text !== undefined) return { kind: 'file', path, text };
    return reader.wrong(
      'EAC_TRUST_POLICY_FILE',
      `The file ${quote(path)} is not a policy: it is ${bytes.length > LARGEST_BYTES ? `${bytes.length} bytes long` : 'not text'}.`,
      'Give the trust policy as JSON text in UTF-8.',
    );
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    return reader.wrong(
      'EAC_TRUST_POLICY_FILE',
      `The file ${quote(path)} of "trust-policy-file" cannot be read (${code}).`,
      'Check the path, and that the step that writes it, or the checkout, runs before this one.',
    );
  }
}

/** UTF-8, or the UTF-16 that redirecting to a file in Windows PowerShell gives. */
function decoded(bytes: Buffer): string | undefined {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
