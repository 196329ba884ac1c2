import { constants, type Stats } from 'node:fs';
import { nodeFiles } from './node-files.ts';

/** Certificates, policies and AWS configuration files are a thousandth of it. */
const LARGEST_BYTES = 16 * 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;

/** Why a path is not read; `code` stands where the system's code would. */
class NotReadable extends Error {
  override readonly name = 'NotReadable';
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/**
 * What a file holds. Nothing that could keep the process waiting is read: a pipe that nobody writes to
 * cannot even be given up, and would outlive the step.
 *
 * @throws NodeJS.ErrnoException, and the like of one whose `code` says what the path is instead of a file
 */
export async function readBoundedFile(path: string): Promise<Buffer> {
  // Else the opening itself waits for a writer. Windows has neither the flag nor such pipes.
  const file = await nodeFiles.open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    refuseWhatIsNoFile(await nodeFiles.fstat(file));
    return await readAll(file);
  } finally {
    await nodeFiles.close(file);
  }
}

/** Devices stay: `/dev/null` is how one says that there is no such file. */
function refuseWhatIsNoFile(stats: Stats): void {
  if (stats.isDirectory()) throw new NotReadable('a folder, not a file');
  if (stats.isFIFO()) throw new NotReadable('a named pipe, not a file');
  if (stats.isSocket()) throw new NotReadable('a socket, not a file');
}

/** The size that the system tells is not asked: it may change, and some files have none. */
async function readAll(file: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for (;;) {
    const room = Buffer.allocUnsafe(CHUNK_BYTES);
    const { bytesRead, buffer } = await nodeFiles.read(file, room, 0, CHUNK_BYTES, null);
    if (bytesRead === 0) return Buffer.concat(chunks);
    chunks.push(buffer.subarray(0, bytesRead));
    size += bytesRead;
    if (size > LARGEST_BYTES) throw new NotReadable(`more than ${LARGEST_BYTES} bytes`);
  }
}
