import { randomBytes } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * An IAM unique identifier: AROA for a role, ASIA and AKIA for access keys, AIDA for a user.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
export function uniqueId(prefix: string, length: number): string {
  return prefix + Array.from(randomBytes(length), (byte) => BASE32[byte % 32]).join('');
}

/** 30 bytes make 40 characters of the full base64 alphabet, `/` and `+` included. */
export function secretAccessKey(): string {
  return randomBytes(30).toString('base64');
}

/** As long as the real ones, and with the bytes that they all begin with. */
export function sessionToken(): string {
  const head = Buffer.from('IQoJb3JpZ2luX2Vj', 'base64');
  return Buffer.concat([head, randomBytes(645)]).toString('base64');
}

interface RoleArn {
  readonly partition: string;
  readonly account: string;
  readonly path: string;
  readonly name: string;
}

export function parseRoleArn(arn: string): RoleArn | undefined {
  const match = /^arn:(aws[a-z-]*):iam::(\d{12}):role(\/(?:.*\/)?)([\w+=,.@-]{1,64})$/.exec(arn);
  if (!match) return undefined;
  const [, partition = '', account = '', path = '', name = ''] = match;
  return { partition, account, path, name };
}
