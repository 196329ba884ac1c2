import { quote } from '../../text/log-line.ts';
import { InputProblem } from '../input-problem.ts';
import { type Partition, partitionOfRegion } from './partition.ts';

/** An AWS region and the partition it lies in. */
export interface Region {
  readonly name: string;
  readonly partition: Partition;
}

const REGION = /^[a-z]{2,6}(-[a-z]{2,12}){1,2}-\d{1,2}$/;

/** @throws InputProblem unless `text` has the form of a region code */
export function parseRegion(text: string): Region {
  if (REGION.test(text)) return { name: text, partition: partitionOfRegion(text) };
  throw new InputProblem(
    `is ${quote(text)}, which is not an AWS region code`,
    'Give a region code such as eu-west-1 (not a zone such as eu-west-1a, not a name such as "Ireland").',
  );
}
