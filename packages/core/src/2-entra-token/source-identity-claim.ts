import { awsClaimFailure } from './aws-claim-failure.ts';

const SOURCE_IDENTITY_CLAIM = 'https://aws.amazon.com/source_identity';

/** As the API reference has it for `SourceIdentity`. */
const SOURCE_IDENTITY = /^[\w+=,.@-]{2,64}$/;

/**
 * Whom the session and those after it in a chain are logged as, when the token says so.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
 * @throws StepFailure `EAC_TOKEN_AWS_CLAIM`
 */
export function readSourceIdentity(claims: Readonly<Record<string, unknown>>): string | undefined {
  const value = Object.hasOwn(claims, SOURCE_IDENTITY_CLAIM)
    ? claims[SOURCE_IDENTITY_CLAIM]
    : undefined;
  if (value === undefined) return undefined;
  if (typeof value === 'string' && SOURCE_IDENTITY.test(value)) return value;
  throw awsClaimFailure(
    SOURCE_IDENTITY_CLAIM,
    'is not a source identity',
    'It must be a string of 2 to 64 letters, digits and _+=,.@-.',
  );
}
