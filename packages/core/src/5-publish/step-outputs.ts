import type { CheckedExchange } from '../exchange/checked-exchange.ts';
import type { OutputName, StepOutput } from '../job/job-host.ts';

/** What the step says of itself, for expressions of the pipeline. */
export function stepOutputs(
  { inputs, identity, sessions }: CheckedExchange,
  now: Date,
): readonly StepOutput[] {
  const credentials = sessions.main?.credentials;
  const end = inputs.credential.certificateEnd;
  // Empty rather than none: an agent leaves the name of a variable that is not there as it stands.
  const plain = {
    'token-issuer': identity.issuer,
    'token-audience': identity.audience,
    'token-subject': identity.subject,
    'certificate-expiration': end?.toISOString() ?? '',
    'certificate-days-left': end === undefined ? '' : String(daysBetween(now, end)),
    ...(credentials !== undefined && {
      'aws-account-id': credentials.account ?? '',
      'aws-expiration': credentials.expires.toISOString(),
      'assumed-role-arn': credentials.assumedRoleArn ?? '',
    }),
  };
  const secret = {
    ...(inputs.outputCredentials &&
      credentials !== undefined && {
        'aws-access-key-id': credentials.accessKeyId.reveal(),
        'aws-secret-access-key': credentials.secretAccessKey.reveal(),
        'aws-session-token': credentials.sessionToken.reveal(),
      }),
  };
  return [...handed(plain, false), ...handed(secret, true)];
}

function handed(
  values: Partial<Record<OutputName, string>>,
  secret: boolean,
): readonly StepOutput[] {
  return Object.entries(values).map(([name, value]) => ({
    name: name as OutputName,
    value,
    secret,
  }));
}

const MILLISECONDS_A_DAY = 86_400_000;

/** Whole ones. */
function daysBetween(now: Date, end: Date): number {
  return Math.floor((end.getTime() - now.getTime()) / MILLISECONDS_A_DAY);
}
