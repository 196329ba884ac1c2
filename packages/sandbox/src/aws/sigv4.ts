import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { HttpRequest } from '../http/message.ts';
import type { AwsCaller, AwsCloud } from './cloud.ts';
import { QueryError } from './query-error.ts';

interface Credential {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

interface Authorization {
  readonly credential: Credential;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const ALLOWED_SKEW_MS = 15 * 60 * 1000;

/**
 * Verifies a request's AWS Signature Version 4 and says whose it is.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function authenticate(cloud: AwsCloud, request: HttpRequest, service: string): AwsCaller {
  const authorization = readAuthorization(request);
  const { credential } = authorization;
  const caller = cloud.findCaller(credential.accessKeyId);
  const token = request.headers['x-amz-security-token'];
  const isInactive = caller?.type === 'user' && caller.key.status === 'Inactive';
  if (!caller || isInactive || token !== sessionTokenOf(caller)) {
    throw refused('InvalidClientTokenId', 'The security token included in the request is invalid.');
  }
  checkTime(cloud, request, credential);
  checkScope(authorization, service);
  if (!signatureMatches(authorization, request, secretOf(caller))) {
    throw refused(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  }
  if (caller.type === 'session' && caller.session.expiresAt <= cloud.now()) {
    throw refused('ExpiredToken', 'The security token included in the request is expired');
  }
  if (caller.type === 'user') {
    caller.key.lastUsed = { date: cloud.now(), region: credential.region, service };
  }
  return caller;
}

function readAuthorization(request: HttpRequest): Authorization {
  const header = request.headers['authorization'];
  if (header === undefined) {
    throw refused('MissingAuthenticationToken', 'Request is missing Authentication Token');
  }
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, *SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  if (!match) {
    throw new QueryError(
      'IncompleteSignature',
      'Authorization header does not follow AWS4-HMAC-SHA256.',
    );
  }
  const [, accessKeyId = '', date = '', region = '', service = '', names = '', signature = ''] =
    match;
  return {
    credential: { accessKeyId, date, region, service },
    signedHeaders: names.split(';'),
    signature,
  };
}

function checkTime(cloud: AwsCloud, request: HttpRequest, credential: Credential): void {
  const stamp = request.headers['x-amz-date'] ?? '';
  const iso = stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const skew = Math.abs(cloud.now().getTime() - Date.parse(iso));
  // NaN, from a stamp that is none, must not pass.
  if (skew <= ALLOWED_SKEW_MS && stamp.startsWith(credential.date)) return;
  throw refused('SignatureDoesNotMatch', `Signature not yet current or expired: ${stamp}`);
}

function checkScope({ credential, signedHeaders }: Authorization, service: string): void {
  if (credential.service !== service) {
    throw refused(
      'SignatureDoesNotMatch',
      `Credential should be scoped to correct service: '${service}'.`,
    );
  }
  if (!signedHeaders.includes('host')) {
    throw refused('SignatureDoesNotMatch', "'Host' must be a 'SignedHeader' in the Authorization.");
  }
}

function signatureMatches(
  authorization: Authorization,
  request: HttpRequest,
  secret: string,
): boolean {
  const signature = Buffer.from(authorization.signature, 'hex');
  return timingSafeEqual(signatureOf(authorization, request, secret), signature);
}

/** What a holder of the secret signs this request with. */
export function signatureOf(
  { credential, signedHeaders }: Omit<Authorization, 'signature'>,
  request: HttpRequest,
  secret: string,
): Buffer {
  const scope = [credential.date, credential.region, credential.service, 'aws4_request'];
  const stringToSign = [
    'AWS4-HMAC-SHA256',
    request.headers['x-amz-date'],
    scope.join('/'),
    sha256(canonicalRequest(request, signedHeaders, credential.service)),
  ].join('\n');
  const key = scope.reduce<Buffer>(hmac, Buffer.from(`AWS4${secret}`));
  return hmac(key, stringToSign);
}

function canonicalRequest(
  request: HttpRequest,
  signedHeaders: readonly string[],
  service: string,
): string {
  const headers = signedHeaders.map((name) => {
    const value = request.headers[name] ?? '';
    return `${name}:${value.trim().replace(/ +/g, ' ')}\n`;
  });
  return [
    request.method,
    // Encoded a second time, as every service but S3 wants it.
    service === 's3' ? request.path : request.path.split('/').map(encodeURIComponent).join('/'),
    canonicalQuery(request.query),
    headers.join(''),
    signedHeaders.join(';'),
    sha256(request.body),
  ].join('\n');
}

function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => (pair.includes('=') ? pair : `${pair}=`))
    .sort()
    .join('&');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sessionTokenOf(caller: AwsCaller): string | undefined {
  return caller.type === 'session' ? caller.session.sessionToken : undefined;
}

function secretOf(caller: AwsCaller): string {
  return caller.type === 'session' ? caller.session.secretAccessKey : caller.key.secretAccessKey;
}

function refused(code: string, message: string): QueryError {
  return new QueryError(code, message, 403);
}
