import type { Platform } from '../../platform/platform.ts';
import { quote } from '../../text/log-line.ts';
import { InputProblem } from '../input-problem.ts';
import type { InputReader, OrWrong } from '../input-reader.ts';
import { type Partition, partitionOfRegion } from './partition.ts';

/** An AWS region and the partition it lies in. */
export interface Region {
  readonly name: string;
  readonly partition: Partition;
  /** The variable that names it, where no input does. */
  readonly setBy?: RegionVariable;
}

/** In the order of the AWS SDKs, most of which know the first one alone. */
const VARIABLES = ['AWS_REGION', 'AWS_DEFAULT_REGION'] as const;
type RegionVariable = (typeof VARIABLES)[number];

const REGION = /^[a-z]{2,6}(-[a-z]{2,12}){1,2}-\d{1,2}$/;

/** @throws InputProblem unless `text` has the form of a region code */
export function parseRegion(text: string): Region {
  if (REGION.test(text)) return { name: text, partition: partitionOfRegion(text) };
  throw new InputProblem(
    `is ${quote(text)}, which is not an AWS region code`,
    'Give a region code such as eu-west-1 (not a zone such as eu-west-1a, not a name such as "Ireland").',
  );
}

/**
 * The region of `aws-region`, else of the job's environment.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html
 */
export function readRegion(
  reader: InputReader,
  environment: Platform['environment'],
): OrWrong<Region> {
  const setBy = VARIABLES.find((name) => (environment[name] ?? '') !== '');
  if (reader.has('aws-region') || setBy === undefined) {
    return reader.required('aws-region', parseRegion);
  }
  return reader.parseFrom(`The variable ${setBy}`, environment[setBy] ?? '', (text) => ({
    ...parseRegion(text),
    setBy,
  }));
}
