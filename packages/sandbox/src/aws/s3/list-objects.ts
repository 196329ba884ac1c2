import { writeXml } from '../xml.ts';
import type { S3Bucket } from './bucket.ts';
import { S3Error } from './s3-error.ts';

const MOST_KEYS = 1000;

/**
 * A page of a bucket's keys.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 *
 * @throws S3Error `InvalidArgument`, or `NotImplemented` for what this sandbox does not do
 */
export function listObjects(bucket: S3Bucket, query: URLSearchParams): string {
  if (query.get('list-type') !== '2' || query.has('delimiter')) {
    throw new S3Error('NotImplemented', 501, 'This sandbox lists by ListObjectsV2, undivided.');
  }
  const prefix = query.get('prefix') ?? '';
  const maxKeys = readMaxKeys(query.get('max-keys'));
  const after = afterKey(query);
  const left = bucket.objectsFrom(prefix).filter(([key]) => after === '' || key > after);
  const page = left.slice(0, maxKeys);
  const isTruncated = page.length < left.length;
  const written = encoder(query.get('encoding-type'));
  const contents = page.map(([key, { text, lastModified, etag }]) =>
    writeXml({
      Contents: {
        Key: written(key),
        LastModified: lastModified.toISOString(),
        ETag: etag,
        Size: Buffer.byteLength(text),
        StorageClass: 'STANDARD',
      },
    }),
  );
  const head = writeXml({
    Name: bucket.name,
    Prefix: written(prefix),
    KeyCount: page.length,
    MaxKeys: maxKeys,
    EncodingType: query.get('encoding-type') ?? undefined,
    IsTruncated: String(isTruncated),
    NextContinuationToken: isTruncated ? tokenFor(page.at(-1)?.[0] ?? '') : undefined,
  });
  const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
  return `<ListBucketResult xmlns="${namespace}">${head}${contents.join('')}</ListBucketResult>`;
}

function readMaxKeys(text: string | null): number {
  const number = /^\d{1,9}$/.test(text ?? '1000') ? Number(text ?? '1000') : Number.NaN;
  if (number >= 0) return Math.min(number, MOST_KEYS);
  throw new S3Error('InvalidArgument', 400, 'Provided max-keys not an integer or within range');
}

/** A token is opaque to whoever gets it; here it is the last key of the page. */
function tokenFor(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function afterKey(query: URLSearchParams): string {
  const token = query.get('continuation-token');
  if (token === null) return query.get('start-after') ?? '';
  return Buffer.from(token, 'base64url').toString('utf8');
}

function encoder(type: string | null): (key: string) => string {
  if (type === null) return (key) => key;
  return (key) => key.split('/').map(encodeURIComponent).join('/');
}
