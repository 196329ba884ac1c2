import { ListObjectsV2Command, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { fromEntraIdToken } from '@entra-aws-creds/credential-provider';
import type { Configuration } from './configuration.ts';
import type { Person } from './person.ts';

/** What a person sees of a bucket: some of its keys, or that AWS does not show it to them. */
export interface BucketView {
  readonly name: string;
  readonly keys: readonly string[] | 'not-allowed';
}

/**
 * A person at work. Each role of theirs has one provider, so that one exchange serves all they do with it, and
 * all of it is gone when the session is.
 */
export class Session {
  readonly person: Person;
  readonly #configuration: Configuration;
  readonly #clients = new Map<string, S3Client>();

  constructor(person: Person, configuration: Configuration) {
    this.person = person;
    this.#configuration = configuration;
  }

  /** The roles that the person may choose among; AWS decides whether they may. */
  get roles(): readonly string[] {
    const { roles } = this.person;
    if (roles.length > 0) return roles;
    return this.#configuration.usualRole === undefined ? [] : [this.#configuration.usualRole];
  }

  /** @throws EntraCredentialsError, or InteractionRequiredAuthError when the person must sign in again */
  async bucketsAs(roleArn: string): Promise<readonly BucketView[]> {
    const client = this.#clientOf(roleArn);
    return Promise.all(this.#configuration.buckets.map((name) => viewOf(name, client)));
  }

  #clientOf(roleArn: string): S3Client {
    const known = this.#clients.get(roleArn);
    if (known !== undefined) return known;
    const { person } = this;
    const { region } = this.#configuration;
    const credentials = fromEntraIdToken({
      idToken: () => person.idToken(),
      roleArn,
      region,
      roleSessionName: person.sessionName,
    });
    const client = new S3Client({ region, credentials });
    this.#clients.set(roleArn, client);
    return client;
  }
}

async function viewOf(name: string, client: S3Client): Promise<BucketView> {
  try {
    const { Contents = [] } = await client.send(
      new ListObjectsV2Command({ Bucket: name, MaxKeys: 100 }),
    );
    return { name, keys: Contents.map(({ Key = '' }) => Key) };
  } catch (error) {
    if (!(error instanceof S3ServiceException) || error.name !== 'AccessDenied') throw error;
    return { name, keys: 'not-allowed' };
  }
}
