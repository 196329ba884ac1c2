import type { StepInputs } from '../1-inputs/step-inputs.ts';
import type { WebIdentity } from '../2-entra-token/web-identity.ts';
import type { SessionCredentials } from '../3-sts-credentials/session-credentials.ts';
import { StepFailure } from '../failure.ts';
import type { Platform } from '../platform/platform.ts';
import { recordOf } from './clean-up-record.ts';
import type { Host } from './host.ts';
import { CREDENTIAL_VARIABLES, type JobVariable, jobVariables } from './job-variables.ts';

/** All that came of the step, after every check passed. */
export interface Result {
  readonly inputs: StepInputs;
  readonly identity: WebIdentity;
  readonly credentials: SessionCredentials;
}

/**
 * Hands the result to the steps that follow. The caller has masked the credentials.
 *
 * @returns the names of the variables that were exported
 * @throws StepFailure `EAC_EXPORT_BLOCKED`, before anything is exported
 */
export function publish(result: Result, host: Host, platform: Platform): readonly string[] {
  const { inputs, credentials } = result;
  const variables = inputs.exportCredentials
    ? jobVariables(credentials, inputs.region, host.aliases)
    : [];
  const cleared = inputs.unsetCurrentCredentials ? variablesToClear(variables, host) : [];
  refuseObstacle([...cleared, ...variables], host);

  // First, so that the clean-up knows of everything even if the job is killed half-way through.
  if (inputs.cleanUp) host.remember(JSON.stringify(recordOf(variables, platform.randomHex(16))));
  for (const { name, value, secret } of [...cleared, ...variables]) {
    host.exportVariable(name, value, secret);
  }
  publishOutputs(result, host);
  return variables.map(({ name }) => name);
}

/** Only what holds something: an empty variable is not the same as none to every tool. */
function variablesToClear(variables: readonly JobVariable[], host: Host): readonly JobVariable[] {
  const own = new Set(variables.map(({ name }) => name));
  return CREDENTIAL_VARIABLES.filter(
    (name) => !own.has(name) && (host.currentValue(name) ?? '') !== '',
  ).map((name) => ({ name, value: '', secret: false }));
}

function refuseObstacle(variables: readonly JobVariable[], host: Host): void {
  const obstacle = host.obstacle(variables);
  if (obstacle === undefined) return;
  throw new StepFailure(
    'EAC_EXPORT_BLOCKED',
    `The credentials cannot be handed to the steps that follow: ${obstacle}.`,
    'Nothing was exported. Remove what stands in the way, or set "output-env-credentials" to false and use the outputs.',
  );
}

function publishOutputs({ inputs, identity, credentials }: Result, host: Host): void {
  host.setOutput('aws-account-id', credentials.account, false);
  host.setOutput('aws-expiration', credentials.expires.toISOString(), false);
  host.setOutput('assumed-role-arn', credentials.assumedRoleArn, false);
  host.setOutput('token-issuer', identity.issuer, false);
  host.setOutput('token-audience', identity.audience, false);
  host.setOutput('token-subject', identity.subject, false);
  if (!inputs.outputCredentials) return;
  host.setOutput('aws-access-key-id', credentials.accessKeyId.reveal(), true);
  host.setOutput('aws-secret-access-key', credentials.secretAccessKey.reveal(), true);
  host.setOutput('aws-session-token', credentials.sessionToken.reveal(), true);
}
