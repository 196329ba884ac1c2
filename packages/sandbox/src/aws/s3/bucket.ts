import { createHash } from 'node:crypto';
import type { AwsAccount } from '../account.ts';

export interface S3BucketOptions {
  readonly name: string;
  readonly account: AwsAccount;
  /** Texts by their keys. */
  readonly objects?: Readonly<Record<string, string>>;
}

interface S3Object {
  readonly text: string;
  readonly lastModified: Date;
  /** In double quotes. */
  readonly etag: string;
}

/** A bucket of texts, in which the policies of roles and users decide alone. */
export class S3Bucket {
  readonly name: string;
  readonly account: AwsAccount;
  readonly arn: string;
  readonly #objects = new Map<string, S3Object>();

  constructor(options: S3BucketOptions, now: Date) {
    this.name = options.name;
    this.account = options.account;
    this.arn = `arn:${options.account.partition}:s3:::${options.name}`;
    for (const [key, text] of Object.entries(options.objects ?? {})) this.put(key, text, now);
  }

  put(key: string, text: string, now: Date): void {
    const etag = `"${createHash('md5').update(text).digest('hex')}"`;
    this.#objects.set(key, { text, lastModified: now, etag });
  }

  object(key: string): S3Object | undefined {
    return this.#objects.get(key);
  }

  /** In the order of UTF-8, as S3 lists them. */
  objectsFrom(prefix: string): readonly (readonly [key: string, object: S3Object])[] {
    return [...this.#objects]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([one], [other]) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
  }
}
