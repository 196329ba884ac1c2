import { quote } from '../../text/log-line.ts';
import { InputProblem } from '../input-problem.ts';
import { type AccountId, parseAccountId } from './account-id.ts';
import { PARTITION_IDS, type Partition, partitionById } from './partition.ts';

/** `arn:{partition}:iam::{account}:role/{path}{name}`, 20 to 2048 characters. */
export class RoleArn {
  readonly text: string;
  readonly partition: Partition;
  readonly account: AccountId;
  /** Without the path: what appears in the ARN of a session of this role. */
  readonly name: string;

  private constructor(text: string, partition: Partition, account: AccountId, name: string) {
    this.text = text;
    this.partition = partition;
    this.account = account;
    this.name = name;
  }

  /** @throws InputProblem unless `text` is the ARN of an IAM role */
  static parse(text: string): RoleArn {
    const match = ROLE_ARN.exec(text);
    if (match === null || text.length > ARN_LIMIT) {
      throw new InputProblem(
        `is ${quote(text)}, which is not the ARN of an IAM role`,
        hintFor(text),
      );
    }
    const [, partitionId = '', account = '', name = ''] = match;
    const partition = partitionById(partitionId);
    if (partition === undefined) {
      throw new InputProblem(
        `is in the partition "${partitionId}", which does not exist`,
        `The second field of an ARN is one of ${PARTITION_IDS.join(', ')}.`,
      );
    }
    return new RoleArn(text, partition, parseAccountId(account), name);
  }

  toString(): string {
    return this.text;
  }
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const ROLE_ARN =
  /^arn:([a-z][a-z0-9-]*):iam::(\d{12}):role\/(?:[\x21-\x7e]{1,510}\/)?([\w+=,.@-]{1,64})$/;
const ARN_LIMIT = 2048;

function hintFor(text: string): string {
  if (/:assumed-role\//.test(text)) {
    return 'That is the ARN of a session. Give the role itself: arn:aws:iam::123456789012:role/name.';
  }
  if (/:(user|group|policy|instance-profile)\//.test(text)) {
    return 'Only a role can be assumed. Give arn:aws:iam::123456789012:role/name.';
  }
  return "Copy the ARN from the role's page in IAM: arn:aws:iam::123456789012:role/name.";
}
