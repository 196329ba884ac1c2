import { createHash, createHmac } from 'node:crypto';
import type { Sandbox } from '@entra-aws-creds/sandbox';
import { SignatureV4 } from '@smithy/signature-v4';
import { type Answer, postForm } from './client.ts';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

interface SignedCall {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly service: string;
  /** Fields of the form that is posted. */
  readonly form?: Readonly<Record<string, string>>;
  /** In place of a form, with what headers it takes. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly at?: Date;
}

/** The headers that make a call one of `credentials`. */
export async function signedHeaders(
  credentials: Keys,
  { url, method, service, form, body, headers, at = new Date() }: SignedCall,
): Promise<Readonly<Record<string, string>>> {
  const region = 'us-east-1';
  const signer = new SignatureV4({ credentials, region, service, sha256: NodeSha256 });
  const { host, hostname, port } = new URL(url);
  const type = form && { 'content-type': 'application/x-www-form-urlencoded' };
  const request = {
    method,
    protocol: 'https:',
    hostname,
    port: Number(port),
    path: '/',
    query: {},
    headers: { host, ...type, ...headers },
    body: form ? new URLSearchParams(form).toString() : body,
  };
  return (await signer.sign(request, { signingDate: at })).headers;
}

/** Calls IAM at the sandbox's time. */
export async function postSigned(
  sandbox: Sandbox,
  credentials: Keys,
  form: Readonly<Record<string, string>>,
): Promise<Answer> {
  const call = { url: sandbox.iamUrl, method: 'POST', service: 'iam', form } as const;
  const headers = await signedHeaders(credentials, { ...call, at: sandbox.aws.now() });
  return postForm(sandbox, sandbox.iamUrl, form, headers);
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
