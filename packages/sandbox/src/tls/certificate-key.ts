import { generateKeyPairSync, type KeyObject } from 'node:crypto';

export function generateCertificateKey(keyType: 'rsa' | 'ec', modulusLength: number): KeyObject {
  return keyType === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength }).privateKey
    : generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}
