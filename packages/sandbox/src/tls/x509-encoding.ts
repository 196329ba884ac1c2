import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv6 } from 'node:net';
import forge from 'node-forge';

const { asn1 } = forge;
type Asn1 = forge.asn1.Asn1;

interface CertificateContents {
  readonly subject: string;
  readonly subjectKey: KeyObject;
  readonly issuer: string;
  readonly issuerKey: KeyObject;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly authority: boolean;
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
}

const OID = {
  commonName: '2.5.4.3',
  sha256WithRsa: '1.2.840.113549.1.1.11',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
} as const;

/**
 * Encodes and signs a certificate. Forge writes the ASN.1 and Node signs, because forge itself
 * knows no elliptic curves and makes RSA keys slowly.
 *
 * Structure: RFC 5280, section 4.1.
 */
export function encodeCertificate(contents: CertificateContents): {
  der: Buffer;
  serialNumber: string;
} {
  // A leading 4 keeps the integer positive and its length fixed.
  const serial = Buffer.concat([Buffer.from([0x40]), randomBytes(15)]);
  const algorithm = signatureAlgorithm(contents.issuerKey);
  const toBeSigned = sequence(
    explicit(0, primitive(asn1.Type.INTEGER, '\x02')),
    primitive(asn1.Type.INTEGER, serial.toString('binary')),
    algorithm,
    distinguishedName(contents.issuer),
    sequence(time(contents.notBefore), time(contents.notAfter)),
    distinguishedName(contents.subject),
    subjectPublicKeyInfo(contents.subjectKey),
    explicit(3, sequence(...extensions(contents))),
  );
  const signature = sign('sha256', toDer(toBeSigned), contents.issuerKey);
  const der = toDer(sequence(toBeSigned, algorithm, bitString(signature)));
  return { der, serialNumber: serial.toString('hex').toUpperCase() };
}

function extensions(contents: CertificateContents): Asn1[] {
  const usage = contents.authority ? '\x01\x06' : '\x05\xa0';
  const list = [
    extension(OID.basicConstraints, sequence(...(contents.authority ? [trueValue()] : [])), true),
    extension(OID.keyUsage, primitive(asn1.Type.BITSTRING, usage), true),
    extension(OID.subjectKeyIdentifier, octets(keyIdentifier(contents.subjectKey))),
    extension(
      OID.authorityKeyIdentifier,
      sequence(contextTag(0, keyIdentifier(createPublicKey(contents.issuerKey)))),
    ),
  ];
  const names = [
    ...contents.dnsNames.map((name) => contextTag(2, name)),
    ...contents.ipAddresses.map((address) => contextTag(7, addressBytes(address))),
  ];
  if (names.length > 0) list.push(extension(OID.subjectAltName, sequence(...names)));
  if (!contents.authority) {
    const purposes = [objectIdentifier(OID.serverAuth), objectIdentifier(OID.clientAuth)];
    list.push(extension(OID.extendedKeyUsage, sequence(...purposes)));
  }
  return list;
}

function extension(id: string, value: Asn1, critical = false): Asn1 {
  const wrapped = octets(toDer(value).toString('binary'));
  return sequence(objectIdentifier(id), ...(critical ? [trueValue()] : []), wrapped);
}

function signatureAlgorithm(key: KeyObject): Asn1 {
  return key.asymmetricKeyType === 'rsa'
    ? sequence(objectIdentifier(OID.sha256WithRsa), primitive(asn1.Type.NULL, ''))
    : sequence(objectIdentifier(OID.ecdsaWithSha256));
}

function subjectPublicKeyInfo(key: KeyObject): Asn1 {
  return asn1.fromDer(spki(key).toString('binary'));
}

function keyIdentifier(key: KeyObject): string {
  return createHash('sha1').update(spki(key)).digest('binary');
}

function spki(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}

function distinguishedName(commonName: string): Asn1 {
  const value = primitive(asn1.Type.UTF8, Buffer.from(commonName, 'utf8').toString('binary'));
  const attribute = sequence(objectIdentifier(OID.commonName), value);
  return sequence(asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SET, true, [attribute]));
}

function time(date: Date): Asn1 {
  return date.getUTCFullYear() < 2050
    ? primitive(asn1.Type.UTCTIME, String(asn1.dateToUtcTime(date)))
    : primitive(asn1.Type.GENERALIZEDTIME, String(asn1.dateToGeneralizedTime(date)));
}

function addressBytes(address: string): string {
  if (!isIPv6(address)) return String.fromCharCode(...address.split('.').map(Number));
  const [head = '', tail = ''] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  const groups = [...before, ...zeros, ...after].map((group) => group.padStart(4, '0'));
  return Buffer.from(groups.join(''), 'hex').toString('binary');
}

function sequence(...values: Asn1[]): Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, values);
}

function explicit(tag: number, value: Asn1): Asn1 {
  return asn1.create(asn1.Class.CONTEXT_SPECIFIC, tag, true, [value]);
}

function contextTag(tag: number, value: string): Asn1 {
  return asn1.create(asn1.Class.CONTEXT_SPECIFIC, tag, false, value);
}

function primitive(type: forge.asn1.Type, value: string): Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, type, false, value);
}

function octets(value: string): Asn1 {
  return primitive(asn1.Type.OCTETSTRING, value);
}

function bitString(value: Buffer): Asn1 {
  return primitive(asn1.Type.BITSTRING, `\x00${value.toString('binary')}`);
}

function objectIdentifier(id: string): Asn1 {
  return primitive(asn1.Type.OID, asn1.oidToDer(id).getBytes());
}

function trueValue(): Asn1 {
  return primitive(asn1.Type.BOOLEAN, '\xff');
}

function toDer(value: Asn1): Buffer {
  return Buffer.from(asn1.toDer(value).getBytes(), 'binary');
}
