import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { SigningKeys } from './aws-client-settings.ts';
import type { NetworkRequest } from './network.ts';

/** As whom a signature addresses a service of AWS. */
export interface SignedService {
  readonly name: string;
  readonly region: string;
}

/**
 * A request to a service of AWS, signed and as it is sent, for what no client is worth its size for.
 *
 * @param request with a body, and a path without a query
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function signedRequest(
  request: NetworkRequest,
  { name, region }: SignedService,
  { accessKeyId, secretAccessKey, sessionToken }: SigningKeys,
  now: Date,
): Promise<NetworkRequest> {
  const { method, url, body = '' } = request;
  const token = sessionToken.reveal();
  const signer = new SignatureV4({
    service: name,
    region,
    sha256: Sha256,
    credentials: {
      accessKeyId: accessKeyId.reveal(),
      secretAccessKey: secretAccessKey.reveal(),
      ...(token !== '' && { sessionToken: token }),
    },
  });
  const { headers } = await signer.sign(
    {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: {},
      headers: { host: url.host, ...request.headers },
      body,
    },
    { signingDate: now },
  );
  const length = { 'content-length': String(Buffer.byteLength(body)) };
  return { ...request, headers: { ...headers, ...length } };
}

/** SHA-256, and with a secret its HMAC, as the signer wants it. */
class Sha256 {
  readonly #secret: Buffer | undefined;
  #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#secret = secret === undefined ? undefined : bytesOf(secret);
    this.#hash = this.#begin();
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = this.#begin();
  }

  #begin(): Hash | Hmac {
    return this.#secret === undefined ? createHash('sha256') : createHmac('sha256', this.#secret);
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data);
}
