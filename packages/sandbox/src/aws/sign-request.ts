import type { HttpRequest } from '../http/message.ts';
import { signatureOf } from './sigv4.ts';

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The headers that make a request one of a user's, besides those that it has. */
export function signed(
  request: HttpRequest,
  { accessKeyId, secretAccessKey }: Keys,
  service: string,
  at: Date,
): Readonly<Record<string, string>> {
  const stamp = at.toISOString().replace(/\.\d+|[:-]/g, '');
  const credential = { accessKeyId, date: stamp.slice(0, 8), region: 'us-east-1', service };
  const headers = { ...request.headers, 'x-amz-date': stamp };
  const signedHeaders = Object.keys(headers).sort();
  const asked = { ...request, headers };
  const signature = signatureOf({ credential, signedHeaders }, asked, secretAccessKey);
  const scope = [accessKeyId, credential.date, credential.region, service, 'aws4_request'];
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${scope.join('/')}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature.toString('hex')}`,
  };
}
