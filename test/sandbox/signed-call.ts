import { createHash, createHmac } from 'node:crypto';
import type { Sandbox } from '@entra-aws-creds/sandbox';
import { SignatureV4 } from '@smithy/signature-v4';
import { type Answer, postForm } from './client.ts';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Calls IAM at the sandbox's time. */
export async function postSigned(
  sandbox: Sandbox,
  credentials: Keys,
  form: Readonly<Record<string, string>>,
): Promise<Answer> {
  const signer = new SignatureV4({
    credentials,
    region: 'us-east-1',
    service: 'iam',
    sha256: NodeSha256,
  });
  const { host, hostname, port } = new URL(sandbox.iamUrl);
  const request = {
    method: 'POST',
    protocol: 'https:',
    hostname,
    port: Number(port),
    path: '/',
    query: {},
    headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  };
  const signed = await signer.sign(request, { signingDate: sandbox.aws.now() });
  return postForm(sandbox, sandbox.iamUrl, form, signed.headers);
}

class NodeSha256 {
  #hash: Hash;
  readonly #key: Buffer | undefined;

  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    this.#key = key === undefined ? undefined : bytes(key);
    this.#hash = this.#start();
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = this.#start();
  }

  #start(): Hash {
    return this.#key ? createHmac('sha256', this.#key) : createHash('sha256');
  }
}

type Hash = ReturnType<typeof createHash> | ReturnType<typeof createHmac>;

function bytes(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data);
}
