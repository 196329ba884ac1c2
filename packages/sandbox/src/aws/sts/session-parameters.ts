import type { AwsRole } from '../account.ts';
import type { SessionAttributes, SessionTags } from '../cloud.ts';
import { lengthBetween, violation } from '../parameter-constraints.ts';
import { QueryError, validationError } from '../query-error.ts';
import { readList, readStructures } from '../query-protocol.ts';
import { checkTags } from './session-attributes.ts';

interface SessionParameters {
  readonly roleArn: string;
  readonly name: string;
  readonly durationSeconds: number;
  readonly policy: string | undefined;
  readonly policyArns: readonly string[];
}

type PackedIntoSession = Pick<SessionParameters, 'policy' | 'policyArns'> & SessionAttributes;

/**
 * The parameters that both ways of assuming a role share, with the service's own wording of what
 * is wrong.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export function readSessionParameters(parameters: URLSearchParams): SessionParameters {
  const roleArn = lengthBetween(parameters, 'RoleArn', 20, 2048);
  const name = lengthBetween(parameters, 'RoleSessionName', 2, 64);
  if (!/^[\w+=,.@-]*$/.test(name)) {
    throw violation(
      name,
      'roleSessionName',
      'Member must satisfy regular expression pattern: [\\w+=,.@-]*',
    );
  }
  if (!roleArn.startsWith('arn:')) throw validationError(`${roleArn} is invalid`);
  return {
    roleArn,
    name,
    durationSeconds: readDuration(parameters),
    ...readSessionPolicies(parameters),
  };
}

export function checkRoleDuration(role: AwsRole, durationSeconds: number): void {
  if (durationSeconds <= role.maxSessionDuration) return;
  throw validationError(
    'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
  );
}

function readDuration(parameters: URLSearchParams): number {
  const value = parameters.get('DurationSeconds') ?? '3600';
  const seconds = Number(value);
  if (!/^\d+$/.test(value)) {
    throw new QueryError('MalformedInput', `Invalid integer value: ${value}`);
  }
  if (seconds < 900) {
    throw violation(
      value,
      'durationSeconds',
      'Member must have value greater than or equal to 900',
    );
  }
  if (seconds > 43_200) {
    throw violation(value, 'durationSeconds', 'Member must have value less than or equal to 43200');
  }
  return seconds;
}

function readSessionPolicies(
  parameters: URLSearchParams,
): Pick<SessionParameters, 'policy' | 'policyArns'> {
  const policy = parameters.has('Policy')
    ? lengthBetween(parameters, 'Policy', 1, 2048)
    : undefined;
  const policyArns = readStructures(parameters, 'PolicyArns', ['arn']).map(({ arn }) => arn);
  if (policyArns.length > 10) {
    throw validationError(
      "1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member must have length less than or equal to 10",
    );
  }
  const wrong = policyArns.find((arn) => !/^arn:aws[a-z-]*:iam::(aws|\d{12}):policy\/./.test(arn));
  if (wrong !== undefined) throw validationError(`ARN ${wrong} is not valid.`);
  if (policy !== undefined && !isJsonObject(policy)) {
    throw new QueryError('MalformedPolicyDocument', 'This policy contains invalid Json');
  }
  return { policy, policyArns };
}

/**
 * In percent of what fits. AWS packs in a way of its own; the plain length against the plain limit is
 * the nearest to it.
 */
export function packedSize(packed: PackedIntoSession): number {
  const { policy = '', policyArns, tags, sourceIdentity = '' } = packed;
  const texts = [policy, ...policyArns, ...Object.entries(tags).flat(), sourceIdentity];
  return Math.ceil((texts.join('').length / 2048) * 100);
}

/** @throws QueryError `PackedPolicyTooLarge` */
export function checkPackedSize(packed: PackedIntoSession): void {
  const size = packedSize(packed);
  if (size <= 100) return;
  throw new QueryError(
    'PackedPolicyTooLarge',
    `Packed policy consumes ${size}% of allotted space, please use smaller policy.`,
  );
}

export function readTags(parameters: URLSearchParams): SessionTags {
  const pairs = readStructures(parameters, 'Tags', ['Key', 'Value']);
  const tags = Object.fromEntries(pairs.map(({ Key, Value }) => [Key, Value]));
  const transitiveTagKeys = readList(parameters, 'TransitiveTagKeys');
  checkTags({ tags, transitiveTagKeys });
  return { tags, transitiveTagKeys };
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
