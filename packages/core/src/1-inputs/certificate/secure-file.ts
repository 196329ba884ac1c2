import { StepFailure } from '../../failure/step-failure.ts';
import type { Clock } from '../../platform/clock.ts';
import { type Network, NetworkFailure, type NetworkResponse } from '../../platform/network.ts';
import { type Transient, transientAnswer } from '../../retry/transient.ts';
import { quote } from '../../text/log-line.ts';
import type { SecureFile } from '../entra/job-identity.ts';

const ANOTHER_WAY =
  'Or let a step DownloadSecureFile@1 download it, and give "certificate-path" instead.';
const PERMITTED = `Check that the file is still in the library (Pipelines, Library, Secure files) and that this pipeline is permitted to use it. ${ANOTHER_WAY}`;

/**
 * The content of a secure file, which is never written to a disk.
 *
 * @throws StepFailure `EAC_SECURE_FILE`
 */
export async function downloadSecureFile(
  file: SecureFile,
  network: Network,
  clock: Clock,
): Promise<Buffer> {
  const answer = await network
    .send({
      method: 'GET',
      url: downloadUrl(file),
      headers: {
        ...file.headers,
        accept: 'application/octet-stream',
        authorization: `Bearer ${file.bearer}`,
      },
    })
    .catch((error: unknown) => {
      if (!(error instanceof NetworkFailure)) throw error;
      throw failed(file, `: ${error.message}`, {
        hint: `Check that the machine that runs the job can reach this host. ${ANOTHER_WAY}`,
        transient: error.transient,
      });
    });
  if (answer.status === 200 && !isMessage(answer)) return answer.bytes;
  throw refused(file, answer, clock.now());
}

function downloadUrl(file: SecureFile): URL {
  const url = URL.canParse(file.url) ? new URL(file.url) : undefined;
  if (file.ticket === '' || file.bearer === '') {
    throw failed(file, ': the agent was given no ticket for it', { hint: PERMITTED });
  }
  if (url?.protocol !== 'https:') {
    throw failed(file, ': its server has no https URL', {
      hint: `It is downloaded over TLS only. ${ANOTHER_WAY}`,
    });
  }
  url.searchParams.set(file.ticketParameter, file.ticket);
  return url;
}

/** Azure DevOps has been seen to answer an expired ticket with status 200 and a JSON object that says so. */
function isMessage({ headers }: NetworkResponse): boolean {
  return /^application\/json\b/i.test(headers['content-type'] ?? '');
}

function refused(file: SecureFile, answer: NetworkResponse, now: Date): StepFailure {
  const transient = transientAnswer(answer, now);
  return failed(file, '', {
    hint: transient ? `Run the job again in a few minutes. ${ANOTHER_WAY}` : PERMITTED,
    transient,
    answer: { service: 'CI system', status: answer.status, message: messageOf(answer) },
  });
}

function messageOf({ body }: NetworkResponse): string | undefined {
  try {
    const { message } = JSON.parse(body) as { message?: unknown };
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}

interface Explained {
  readonly hint: string;
  readonly transient?: Transient | undefined;
  readonly answer?: StepFailure['answer'];
}

function failed(
  { name }: SecureFile,
  reason: string,
  { hint, ...details }: Explained,
): StepFailure {
  return new StepFailure(
    'EAC_SECURE_FILE',
    `The secure file ${quote(name)} could not be downloaded${reason}.`,
    hint,
    details,
  );
}
