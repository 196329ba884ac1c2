import { randomUUID } from 'node:crypto';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import type { AwsCaller, AwsCloud } from '../cloud.ts';
import { authorize } from '../iam/authorization.ts';
import { authenticate } from '../sigv4.ts';
import { writeXml } from '../xml.ts';
import { S3Bucket, type S3BucketOptions } from './bucket.ts';
import { listObjects } from './list-objects.ts';
import { S3Error, s3RefusalOf } from './s3-error.ts';

/**
 * As much of S3 as it takes to see whose rights a program works with: ListObjectsV2 and GetObject, by path.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */
export class ObjectStore {
  readonly #cloud: AwsCloud;
  readonly #buckets = new Map<string, S3Bucket>();

  constructor(cloud: AwsCloud) {
    this.#cloud = cloud;
  }

  bucket(options: S3BucketOptions): S3Bucket {
    const bucket = new S3Bucket(options, this.#cloud.now());
    this.#buckets.set(bucket.name, bucket);
    return bucket;
  }

  answer = (request: HttpRequest): HttpResponse => {
    const requestId = randomUUID();
    try {
      const answer = this.#read(request);
      return { ...answer, headers: { ...answer.headers, 'x-amz-request-id': requestId } };
    } catch (error) {
      const refusal = s3RefusalOf(error);
      if (!(refusal instanceof S3Error)) throw refusal;
      const { code, status, message } = refusal;
      const body = writeXml({ Error: { Code: code, Message: message, RequestId: requestId } });
      const headers = { 'content-type': 'application/xml', 'x-amz-request-id': requestId };
      return { status, headers, body };
    }
  };

  #read(request: HttpRequest): HttpResponse {
    const caller = authenticate(this.#cloud, request, 's3');
    const [name = '', ...rest] = request.path.slice(1).split('/').map(decodeURIComponent);
    const key = rest.join('/');
    if (request.method !== 'GET' || name === '') {
      throw new S3Error('NotImplemented', 501, 'This sandbox lists buckets and gets objects.');
    }
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) {
      throw new S3Error('NoSuchBucket', 404, 'The specified bucket does not exist');
    }
    if (key !== '') return this.#object(bucket, key, caller);
    this.#authorize(caller, 's3:ListBucket', bucket.arn);
    const headers = { 'content-type': 'application/xml' };
    return { status: 200, headers, body: listObjects(bucket, new URLSearchParams(request.query)) };
  }

  /** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
  #object(bucket: S3Bucket, key: string, caller: AwsCaller): HttpResponse {
    this.#authorize(caller, 's3:GetObject', `${bucket.arn}/${key}`);
    const object = bucket.object(key);
    if (object === undefined) {
      // Who may not list is not told either that there is none.
      this.#authorize(caller, 's3:ListBucket', bucket.arn);
      throw new S3Error('NoSuchKey', 404, 'The specified key does not exist.');
    }
    const { text, etag, lastModified } = object;
    const headers = {
      'content-type': 'text/plain; charset=utf-8',
      etag,
      'last-modified': lastModified.toUTCString(),
    };
    return { status: 200, headers, body: text };
  }

  /** @throws QueryError `AccessDenied` */
  #authorize(caller: AwsCaller, action: string, arn: string): void {
    authorize(this.#cloud, caller, { action, resource: { arn, shown: `"${arn}"` } });
  }
}
