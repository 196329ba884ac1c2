import { basename, join } from 'node:path';
import type { JobIdentity } from '../1-inputs/entra/job-identity.ts';
import { INPUT_NAMES, type InputName, type RawInputs } from '../1-inputs/input-name.ts';
import type { AgentNetwork } from '../1-inputs/network/agent-network.ts';
import type { StepInputs } from '../1-inputs/step-inputs.ts';
import type { RoleSession } from '../3-sts-credentials/role-session.ts';
import type { SessionCredentials } from '../3-sts-credentials/session-credentials.ts';
import type { PipelineRun } from '../job/pipeline-run.ts';
import type { Platform } from '../platform/platform.ts';
import type { PlannedFile } from './job-folder.ts';

/**
 * All that it takes to get the credentials of one profile again, as the inputs of a step with
 * that one role. It holds the private key, or what the CI system lends the job to prove itself,
 * so it lives only in the folder of the step's own.
 */
export interface RenewalPlan {
  readonly inputs: Partial<Record<InputName, string>>;
  readonly run: PipelineRun;
  readonly agentNetwork: AgentNetwork | undefined;
  /** What the credential needs of the CI system, and no more. */
  readonly jobIdentity: JobIdentity;
  /** What the variables held that inputs are read from; later steps cannot change it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Variables that are read anew each time. */
  readonly readAgain: readonly string[];
}

/** The variables that are looked at whatever the way to log in. */
export const CONSULTED_VARIABLES = [
  'AZURE_AUTHORITY_HOST',
  'AWS_ENDPOINT_URL_STS',
  'AWS_ENDPOINT_URL_IAM',
  'AWS_ENDPOINT_URL',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'https_proxy',
  'HTTPS_PROXY',
  'no_proxy',
  'NO_PROXY',
  'AWS_CA_BUNDLE',
  'NODE_EXTRA_CA_CERTS',
] as const;

/** What becomes of an input in a plan. */
type Place =
  /** It is there as the pipeline author wrote it, unless it is set to what was made of it. */
  | 'as given'
  /** The credential says by itself what must stand for it. */
  | 'of the credential'
  | 'of the chain'
  /** It is about the step and not about the credentials of one role. */
  | 'of the step';

export const PLACES: Readonly<Record<InputName, Place>> = {
  'tenant-id': 'as given',
  'client-id': 'as given',
  'entra-credential': 'of the credential',
  certificate: 'of the credential',
  'certificate-path': 'of the credential',
  'certificate-password': 'of the credential',
  'certificate-secure-file': 'of the credential',
  'azure-service-connection': 'of the credential',
  'oidc-token-file': 'of the credential',
  'oidc-token-variable': 'of the credential',
  audience: 'as given',
  'authority-host': 'as given',
  'send-certificate-chain': 'as given',
  'aws-region': 'as given',
  'role-to-assume': 'as given',
  'role-session-name': 'as given',
  'role-duration-seconds': 'as given',
  'role-chain': 'of the chain',
  'role-external-id': 'of the chain',
  'custom-tags': 'of the chain',
  'transitive-tag-keys': 'of the chain',
  'inline-session-policy': 'as given',
  'managed-session-policies': 'as given',
  profiles: 'of the step',
  'aws-profile': 'of the step',
  refresh: 'of the step',
  'trust-policy-check': 'of the step',
  'trust-policy-file': 'of the step',
  'trust-policy-allowed-principals': 'of the step',
  'iam-endpoint': 'of the step',
  'allowed-account-ids': 'as given',
  'mask-aws-account-id': 'of the step',
  'output-credentials': 'of the step',
  'output-env-credentials': 'of the step',
  'unset-current-credentials': 'of the step',
  'sts-endpoint': 'as given',
  'use-fips-endpoint': 'as given',
  'use-dualstack-endpoint': 'as given',
  'http-proxy': 'as given',
  'no-proxy': 'as given',
  'clean-up': 'of the step',
  drop: 'of the step',
  'retry-max-attempts': 'as given',
  'action-timeout-s': 'as given',
};

export function renewalPlan(
  raw: RawInputs & { readonly run: PipelineRun },
  inputs: StepInputs,
  { request }: RoleSession,
  environment: Platform['environment'],
): RenewalPlan {
  const { application, credential } = inputs;
  const renewal = credential.renewal();
  const chained = request.chain.roles.length > 0;
  const given = INPUT_NAMES.filter(
    (name) =>
      raw.read(name) !== '' &&
      (PLACES[name] === 'as given' || (chained && PLACES[name] === 'of the chain')),
  );
  return {
    inputs: {
      ...Object.fromEntries(given.map((name) => [name, raw.read(name)])),
      ...renewal.inputs,
      ...(application && {
        'tenant-id': application.tenant,
        'client-id': application.clientId,
        'authority-host': application.authorityHost.origin,
      }),
      'role-to-assume': request.role.text,
      'role-session-name': inputs.sessionName,
      'aws-region': request.region.name,
    },
    run: raw.run,
    agentNetwork: raw.agentNetwork,
    jobIdentity: renewal.jobIdentity,
    environment: {
      ...Object.fromEntries(
        CONSULTED_VARIABLES.map((name) => [name, environment[name] ?? '']).filter(
          ([, value]) => value,
        ),
      ),
      ...renewal.environment,
    },
    readAgain: renewal.readAgain ?? [],
  };
}

/** @throws Error unless `text` is a plan that this module wrote */
export function parseRenewalPlan(text: string): RenewalPlan {
  const plan = JSON.parse(text) as RenewalPlan;
  if (typeof plan.inputs === 'object' && typeof plan.environment === 'object') return plan;
  throw new Error('not a renewal plan');
}

/** Where a plan is, and next to it the credentials that were got with it last. */
export function planPath(folder: string, profile: string): string {
  return join(folder, `renew-${profile}.json`);
}

/** The profile that the plan at `path` is for; undefined for a path of another kind. */
export function profileOfPlan(path: string): string | undefined {
  return /^renew-(.+)\.json$/.exec(basename(path))?.[1];
}

export function lastCredentialsPath(plan: string): string {
  return plan.replace(/\.json$/, '.credentials.json');
}

/** Is there while a process renews. */
export function lockPath(plan: string): string {
  return plan.replace(/\.json$/, '.lock');
}

/** The plan of a profile and its first credentials. */
export function planFiles(
  path: string,
  plan: RenewalPlan,
  credentials: SessionCredentials,
): readonly PlannedFile[] {
  return [
    { path, text: JSON.stringify(plan) },
    { path: lastCredentialsPath(path), text: processOutput(credentials) },
  ];
}

/**
 * What a `credential_process` prints.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
 */
export function processOutput({
  accessKeyId,
  secretAccessKey,
  sessionToken,
  expires,
}: SessionCredentials): string {
  return JSON.stringify({
    Version: 1,
    AccessKeyId: accessKeyId.reveal(),
    SecretAccessKey: secretAccessKey.reveal(),
    SessionToken: sessionToken.reveal(),
    Expiration: expires.toISOString(),
  });
}
