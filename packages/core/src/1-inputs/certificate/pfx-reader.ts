import { createHmac } from 'node:crypto';
import type forge from 'node-forge';
import { contentOf, octetsOf, partsOf } from './asn1-parts.ts';

type Asn1 = forge.asn1.Asn1;

/** The DER of what a PFX holds: X.509 certificates, and keys as PKCS#8. */
export interface PfxContents {
  readonly certificates: Buffer[];
  readonly keys: Buffer[];
}

/** The part of the library that its types leave out; without a password is not with an empty one. */
interface PasswordEncryption {
  getCipher(
    identifier: string,
    parameters: Asn1 | undefined,
    password: string | undefined,
  ): forge.cipher.BlockCipher;
  /** RFC 7292, appendix B.2; `purpose` 3 is a key for integrity. */
  generatePkcs12Key(
    password: string | undefined,
    salt: forge.util.ByteStringBuffer,
    purpose: 3,
    rounds: number,
    bytes: number,
    hash: forge.md.MessageDigest,
  ): forge.util.ByteStringBuffer;
}

export class PasswordDoesNotFit extends Error {}

/** They run in JavaScript: two to twenty seconds a million. */
const MOST_ROUNDS = 1_000_000;

/**
 * A PFX (PKCS#12) file, opened with a password, an empty one or none.
 *
 * The library's own reader would encode the certificates anew, and so could change their
 * thumbprints; it also gives up on any bag of a kind it does not know, and encrypts with
 * Latin-1 where every other tool uses UTF-8.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7292
 */
export class PfxReader {
  readonly #forge: typeof forge;
  readonly #password: string | undefined;

  constructor(library: typeof forge, password: string | undefined) {
    this.#forge = library;
    this.#password = password;
  }

  /** @throws PasswordDoesNotFit; any other error means a damaged file or one of an unknown kind */
  read(der: Buffer): PfxContents {
    const [, authSafe, mac] = partsOf(this.#parse(der.toString('binary')));
    const safes = octetsOf(contentOf(authSafe));
    if (mac !== undefined) this.#checkMac(safes, mac);
    const contents: PfxContents = { certificates: [], keys: [] };
    for (const safe of partsOf(this.#parse(safes))) {
      for (const bag of partsOf(this.#bagsOf(safe))) this.#collect(bag, contents);
    }
    return contents;
  }

  #bagsOf(safe: Asn1): Asn1 {
    const content = contentOf(safe);
    if (this.#typeOf(safe) === 'data') return this.#parse(octetsOf(content));
    const [, algorithm, encrypted] = partsOf(partsOf(content)[1]);
    return this.#decrypt(algorithm, octetsOf(encrypted));
  }

  #collect(bag: Asn1, { certificates, keys }: PfxContents): void {
    const type = this.#typeOf(bag);
    const value = contentOf(bag);
    if (type === 'keyBag') keys.push(this.#derOf(value));
    if (type === 'pkcs8ShroudedKeyBag') {
      const [algorithm, encrypted] = partsOf(value);
      keys.push(this.#derOf(this.#decrypt(algorithm, octetsOf(encrypted))));
    }
    if (type === 'certBag' && this.#typeOf(value) === 'x509Certificate') {
      certificates.push(Buffer.from(octetsOf(contentOf(value)), 'binary'));
    }
  }

  #checkMac(safes: string, mac: Asn1): void {
    const { md, pki, util } = this.#forge;
    const [digestInfo, salt, rounds] = partsOf(mac);
    const [algorithm, digest] = partsOf(digestInfo);
    const name = this.#typeOf(algorithm);
    const hashes = {
      sha1: md.sha1,
      sha256: md.sha256,
      sha384: md.sha512.sha384,
      sha512: md.sha512,
    };
    const hash = hashes[name as keyof typeof hashes].create();
    const count = rounds === undefined ? 1 : this.#checkRounds(rounds);
    const saltBytes = util.createBuffer(octetsOf(salt));
    const { pbe } = pki as unknown as { readonly pbe: PasswordEncryption };
    const key = pbe.generatePkcs12Key(this.#password, saltBytes, 3, count, hash.digestLength, hash);
    const expected = createHmac(name, Buffer.from(key.getBytes(), 'binary'))
      .update(safes, 'binary')
      .digest('binary');
    if (expected !== octetsOf(digest)) throw new PasswordDoesNotFit();
  }

  /** What `octets` hold, decrypted; it does not matter of which structure they are. */
  #decrypt(algorithm: Asn1 | undefined, octets: string): Asn1 {
    const { asn1, pki, util } = this.#forge;
    const [identifier, parameters] = partsOf(algorithm);
    const modern = this.#typeOf(algorithm) === 'pkcs5PBES2';
    const [derivation] = partsOf(parameters);
    this.#checkRounds(partsOf(modern ? partsOf(derivation)[1] : parameters)[1]);
    const password = modern ? util.encodeUtf8(this.#password ?? '') : this.#password;
    const { pbe } = pki as unknown as { readonly pbe: PasswordEncryption };
    const cipher = pbe.getCipher(asn1.derToOid(octetsOf(identifier)), parameters, password);
    cipher.update(util.createBuffer(octets));
    if (!cipher.finish()) throw new PasswordDoesNotFit();
    try {
      return asn1.fromDer(cipher.output);
    } catch {
      // One wrong password in 256 leaves a padding that looks right.
      throw new PasswordDoesNotFit();
    }
  }

  #checkRounds(rounds: Asn1 | undefined): number {
    const count = this.#forge.asn1.derToInteger(octetsOf(rounds));
    if (count >= 1 && count <= MOST_ROUNDS) return count;
    throw new Error('asks for too many rounds');
  }

  /** The name of the object identifier that `node` begins with. */
  #typeOf(node: Asn1 | undefined): string {
    const { asn1, pki } = this.#forge;
    return pki.oids[asn1.derToOid(octetsOf(partsOf(node)[0]))] ?? '';
  }

  #parse(der: string): Asn1 {
    return this.#forge.asn1.fromDer(this.#forge.util.createBuffer(der));
  }

  #derOf(node: Asn1): Buffer {
    return Buffer.from(this.#forge.asn1.toDer(node).getBytes(), 'binary');
  }
}
