import { gzipSync } from 'node:zlib';

const BLOCK = 512;
/** RFC 1952, section 2.3.1: the system that made the file, 255 for unknown. */
const GZIP_SYSTEM = 9;
const UNKNOWN_SYSTEM = 255;

/**
 * Files as a gzipped tar (POSIX ustar) that depends on nothing but its arguments: no owner, no mode
 * and no time of the machine gets in.
 *
 * @param {Iterable<readonly [path: string, content: Buffer]>} files paths with `/`, at most 100 bytes
 * @param {Date} time given to every file
 * @returns {Buffer}
 * @throws {RangeError} when a path is too long for the format
 */
export function tarArchive(files, time) {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  const blocks = sorted.flatMap(([path, content]) => [
    header(path, content.length, time),
    content,
    Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK),
  ]);
  const archive = gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]), { level: 9 });
  archive[GZIP_SYSTEM] = UNKNOWN_SYSTEM;
  return archive;
}

/** POSIX.1-1988, "ustar Interchange Format": fields at fixed offsets, numbers in octal. */
function header(path, size, time) {
  if (Buffer.byteLength(path) > 100) throw new RangeError(`${path} is too long for a tar header`);
  const block = Buffer.alloc(BLOCK);
  const octal = (value, digits) => `${value.toString(8).padStart(digits, '0')}\0`;
  block.write(path, 0);
  block.write(octal(0o644, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(size, 11), 124);
  block.write(octal(Math.floor(time.getTime() / 1000), 11), 136);
  block.write('0', 156);
  block.write('ustar\x0000', 257);
  // The sum is made with the field of the sum full of spaces.
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 6)} `, 148);
  return block;
}
