import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { IamEndpoint } from '../../1-inputs/aws/iam-endpoint.ts';
import type { SessionCredentials } from '../../3-sts-credentials/session-credentials.ts';
import type { NetworkRequest } from '../../platform/network.ts';

/**
 * A call of IAM's Query API, signed with a session's credentials.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function signedIamRequest(
  parameters: Readonly<Record<string, string>>,
  { url, signingRegion }: IamEndpoint,
  { accessKeyId, secretAccessKey, sessionToken }: SessionCredentials,
  now: Date,
): Promise<NetworkRequest> {
  const signer = new SignatureV4({
    service: 'iam',
    region: signingRegion,
    sha256: Sha256,
    credentials: {
      accessKeyId: accessKeyId.reveal(),
      secretAccessKey: secretAccessKey.reveal(),
      sessionToken: sessionToken.reveal(),
    },
  });
  const body = new URLSearchParams(parameters).toString();
  const { headers } = await signer.sign(
    {
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: {},
      headers: {
        host: url.host,
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      },
      body,
    },
    { signingDate: now },
  );
  return { method: 'POST', url, headers, body };
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
