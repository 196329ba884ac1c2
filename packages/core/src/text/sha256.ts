/**
 * SHA-256 (FIPS 180-4) of a short text, as hex. Node's own needs OpenSSL, which takes a fifth as long to load
 * as all of an empty Node, and neither a clean-up nor an answer from the cache uses anything else of it.
 *
 * It runs before V8 has compiled anything, where a call costs more than what is done in it: the loops over the
 * rounds make none.
 *
 * @see https://csrc.nist.gov/pubs/fips/180-4/upd1/final
 */
export function sha256(text: string): string {
  const state = Int32Array.from(FIRST_PRIMES.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
  const message = padded(Buffer.from(text, 'utf8'));
  const words = new Int32Array(ROUNDS);
  for (let block = 0; block < message.length; block += WORDS_A_BLOCK) {
    words.set(message.subarray(block, block + WORDS_A_BLOCK));
    extend(words);
    add(words, state);
  }
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

const BLOCK_BYTES = 64;
const WORDS_A_BLOCK = 16;
const ROUNDS = 64;
const FIRST_PRIMES = primes(ROUNDS);
/** From the fractions of cube roots, as the square roots above: FIPS 180-4, sections 4.2.2 and 5.3.3. */
const CONSTANTS = Int32Array.from(FIRST_PRIMES, (prime) => fraction(Math.cbrt(prime)));

function primes(count: number): readonly number[] {
  const found: number[] = [];
  for (let number = 2; found.length < count; number += 1) {
    if (found.every((prime) => number % prime !== 0)) found.push(number);
  }
  return found;
}

/** The first 32 bits behind the point. */
function fraction(number: number): number {
  return Math.floor((number - Math.floor(number)) * 2 ** 32);
}

const IS_LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** As words; with a one, zeros, and the length in bits at the end of the last block. */
function padded(bytes: Buffer): Int32Array {
  const length = Math.ceil((bytes.length + 9) / BLOCK_BYTES) * BLOCK_BYTES;
  const message = Buffer.from(new ArrayBuffer(length));
  bytes.copy(message);
  message.writeUInt8(0x80, bytes.length);
  message.writeBigUInt64BE(BigInt(bytes.length) * 8n, length - 8);
  if (IS_LITTLE_ENDIAN) message.swap32();
  return new Int32Array(message.buffer);
}

/** From the words of a block, those for the rounds after them: section 6.2.2, step 1. */
function extend(words: Int32Array): void {
  for (let index = WORDS_A_BLOCK; index < ROUNDS; index += 1) {
    const early = words[index - 15] ?? 0;
    const late = words[index - 2] ?? 0;
    words[index] =
      (words[index - 16] ?? 0) +
      (((early >>> 7) | (early << 25)) ^ ((early >>> 18) | (early << 14)) ^ (early >>> 3)) +
      (words[index - 7] ?? 0) +
      (((late >>> 17) | (late << 15)) ^ ((late >>> 19) | (late << 13)) ^ (late >>> 10));
  }
}

/** Steps 2 to 4. */
function add(words: Int32Array, state: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let round = 0; round < ROUNDS; round += 1) {
    const mixed =
      (h +
        (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) +
        ((e & f) ^ (~e & g)) +
        (CONSTANTS[round] ?? 0) +
        (words[round] ?? 0)) |
      0;
    const turned =
      (((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) +
      ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + mixed) | 0;
    d = c;
    c = b;
    b = a;
    a = (mixed + turned) | 0;
  }
  const sums = Int32Array.of(a, b, c, d, e, f, g, h);
  for (let index = 0; index < sums.length; index += 1) {
    state[index] = (state[index] ?? 0) + (sums[index] ?? 0);
  }
}
