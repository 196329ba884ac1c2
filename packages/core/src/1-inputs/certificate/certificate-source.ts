import { StepFailure } from '../../failure/step-failure.ts';
import type { NetworkRoute } from '../../platform/network-route.ts';
import type { MaskingPlatform } from '../../platform/platform.ts';
import { callWithRetries } from '../../retry/attempts.ts';
import type { RetryPolicy } from '../../retry/retry-policy.ts';
import { quote } from '../../text/log-line.ts';
import type { JobIdentity } from '../entra/job-identity.ts';
import type { InputName } from '../input-name.ts';
import { InputProblem } from '../input-problem.ts';
import { type InputReader, isRight, type OrWrong } from '../input-reader.ts';
import { openCertificate } from './certificate-opening.ts';
import type { ClientCertificate } from './client-certificate.ts';
import { downloadSecureFile } from './secure-file.ts';

/** What the reading needs besides the inputs. */
interface CertificateContext {
  readonly secureFile: JobIdentity['secureFile'];
  readonly platform: MaskingPlatform;
  /** For what has to be downloaded. */
  readonly route: OrWrong<NetworkRoute>;
  /** Undefined: it is asked for once. */
  readonly retryPolicy: RetryPolicy | undefined;
}

/** The certificate from the one source that is given. */
export async function readCertificate(
  reader: InputReader,
  context: CertificateContext,
): Promise<OrWrong<ClientCertificate>> {
  const password = reader.optional('certificate-password', (text) => text, undefined);
  if (isRight(password) && password !== undefined) context.platform.maskSecret(password);
  const input = readSource(reader, context.secureFile);
  if (!isRight(input)) return input;
  const content = await readContent(reader, input, context);
  if (!isRight(content)) return content;
  if (!isRight(password)) return password;
  return readOpenedCertificate(
    reader,
    { source: SOURCES[input], content, password },
    context.platform,
  );
}

/** What a certificate is read from, as a sentence about it begins. */
interface CertificateContent {
  readonly source: string;
  readonly content: Buffer;
  readonly password: string | undefined;
}

/** The certificate in `content`, opened and checked against the clock. */
export async function readOpenedCertificate(
  reader: InputReader,
  { source, content, password }: CertificateContent,
  { clock, maskSecret }: Pick<MaskingPlatform, 'clock' | 'maskSecret'>,
): Promise<OrWrong<ClientCertificate>> {
  try {
    return await openCertificate(content, { password, now: clock.now(), maskSecret });
  } catch (error) {
    return wrongAbout(source, error, reader);
  }
}

const SOURCES = {
  certificate: '"certificate"',
  'certificate-path': 'The file of "certificate-path"',
  'certificate-secure-file': 'The file of "certificate-secure-file"',
} as const satisfies Partial<Record<InputName, string>>;

type SourceInput = keyof typeof SOURCES;

/** The one input that says where the certificate is. */
function readSource(
  reader: InputReader,
  secureFile: JobIdentity['secureFile'],
): OrWrong<SourceInput> {
  const known = Object.keys(SOURCES) as SourceInput[];
  const offered = known.filter(
    (input) => input !== 'certificate-secure-file' || secureFile !== undefined,
  );
  const given = known.filter((input) => reader.has(input));
  const [input, ...others] = given;
  if (input === undefined) {
    return reader.wrong(
      'EAC_INPUT_MISSING',
      `${offered.length === 2 ? 'Neither' : 'None'} of ${listed(offered)} is given.`,
      `Give exactly one. ${reader.absentSecretHint}`,
    );
  }
  if (others.length === 0) return input;
  return reader.wrong(
    'EAC_INPUT_CONFLICT',
    `${listed(given)} are ${others.length === 1 ? 'both' : 'all'} given.`,
    'Give exactly one.',
  );
}

function listed(inputs: readonly SourceInput[]): string {
  const names = inputs.map((input) => `"${input}"`);
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

async function readContent(
  reader: InputReader,
  input: SourceInput,
  context: CertificateContext,
): Promise<OrWrong<Buffer>> {
  if (input === 'certificate') return reader.parse(input, reader.text(input), Buffer.from);
  if (input === 'certificate-path') return readCertificateFile(reader, context.platform);
  return readSecureFile(reader, context);
}

async function readCertificateFile(
  reader: InputReader,
  platform: MaskingPlatform,
): Promise<OrWrong<Buffer>> {
  const path = reader.parse('certificate-path', reader.text('certificate-path'), (text) => text);
  if (!isRight(path)) return path;
  try {
    return await platform.readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    return reader.wrong(
      'EAC_CERTIFICATE_FILE',
      `"certificate-path" is ${quote(path)}, which cannot be read (${code}).`,
      'Give the path of a PEM or PFX file that an earlier step of this job wrote or downloaded.',
    );
  }
}

async function readSecureFile(
  reader: InputReader,
  { secureFile, platform, route, retryPolicy }: CertificateContext,
): Promise<OrWrong<Buffer>> {
  const input = 'certificate-secure-file';
  const id = reader.parse(input, reader.text(input), (text) => text);
  if (!isRight(id)) return id;
  if (secureFile === undefined || secureFile === 'not-given') {
    return reader.wrong(
      'EAC_INPUT_INVALID',
      `"${input}" is given, but this CI system keeps no secure files.`,
      'Give "certificate" or "certificate-path" instead.',
    );
  }
  if (!isRight(route)) return route;
  for (const secret of [secureFile.ticket, secureFile.bearer]) {
    if (secret !== '') platform.maskSecret(secret);
  }
  const network = platform.openNetwork(route);
  const download = () => downloadSecureFile(secureFile, network, platform.clock);
  try {
    return retryPolicy === undefined
      ? await download()
      : await callWithRetries('the download of the secure file', download, {
          ...platform,
          retryPolicy,
        });
  } catch (error) {
    if (!(error instanceof StepFailure) || retryPolicy?.signal.aborted) throw error;
    return reader.failed(error);
  } finally {
    network.close();
  }
}

function wrongAbout(source: string, error: unknown, reader: InputReader): OrWrong<never> {
  if (!(error instanceof InputProblem)) throw error;
  const { code, message, hint } = error;
  const noPassword = code === 'EAC_CERTIFICATE_PASSWORD' && !reader.has('certificate-password');
  return reader.wrong(
    code,
    `${source} ${message}.`,
    noPassword ? `${hint} ${reader.absentSecretHint}` : hint,
  );
}
