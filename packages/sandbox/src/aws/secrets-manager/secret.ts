import { randomBytes, randomUUID } from 'node:crypto';

export interface SecretOptions {
  /** With a path, if it has one: `automation/certificate`. */
  readonly name: string;
  readonly text: string;
  readonly region?: string;
}

/** One version of what a secret holds. */
interface SecretVersion {
  readonly id: string;
  readonly text: string;
  readonly createdAt: Date;
}

/** A secret of an account in one region, with no more than its newest version. */
export class Secret {
  readonly name: string;
  readonly arn: string;
  /** Marked for deletion: nobody can read it, and it can be restored. */
  isDeleted = false;
  readonly #now: () => Date;
  #current: SecretVersion;

  constructor(account: SecretAccount, { name, text, region = 'us-east-1' }: SecretOptions) {
    this.name = name;
    this.#now = () => account.now();
    const suffix = randomBytes(3).toString('hex');
    this.arn = `arn:${account.partition}:secretsmanager:${region}:${account.id}:secret:${name}-${suffix}`;
    this.#current = this.#version(text);
  }

  get current(): SecretVersion {
    return this.#current;
  }

  /** As `put-secret-value` does. */
  put(text: string): void {
    this.#current = this.#version(text);
  }

  #version(text: string): SecretVersion {
    return { id: randomUUID(), text, createdAt: this.#now() };
  }
}

interface SecretAccount {
  readonly id: string;
  readonly partition: string;
  now(): Date;
}
