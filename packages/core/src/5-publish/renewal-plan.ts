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
}

/** The variables that `1-inputs` looks at. */
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

/** Inputs that are about the step and not about the credentials of one role. */
const OF_THE_STEP: readonly InputName[] = [
  'entra-credential',
  'certificate',
  'certificate-path',
  'certificate-password',
  'certificate-secure-file',
  'azure-service-connection',
  'profiles',
  'aws-profile',
  'refresh',
  'trust-policy-check',
  'trust-policy-file',
  'trust-policy-allowed-principals',
  'iam-endpoint',
  'mask-aws-account-id',
  'output-credentials',
  'output-env-credentials',
  'unset-current-credentials',
  'clean-up',
];
const OF_THE_CHAIN: readonly InputName[] = [
  'role-chain',
  'role-external-id',
  'custom-tags',
  'transitive-tag-keys',
];

export function renewalPlan(
  raw: RawInputs & { readonly run: PipelineRun },
  inputs: StepInputs,
  { request }: RoleSession,
  environment: Platform['environment'],
): RenewalPlan {
  const { tenant, clientId, authorityHost } = inputs;
  const renewal = inputs.credential.renewal();
  const left = new Set([...OF_THE_STEP, ...(request.chain.roles.length > 0 ? [] : OF_THE_CHAIN)]);
  const given = INPUT_NAMES.filter((name) => !left.has(name) && raw.read(name) !== '');
  return {
    inputs: {
      ...Object.fromEntries(given.map((name) => [name, raw.read(name)])),
      ...renewal.inputs,
      'tenant-id': tenant,
      'client-id': clientId,
      'authority-host': authorityHost.origin,
      'role-to-assume': request.role.text,
      'role-session-name': inputs.sessionName,
      'aws-region': request.region.name,
    },
    run: raw.run,
    agentNetwork: raw.agentNetwork,
    jobIdentity: renewal.jobIdentity,
    environment: Object.fromEntries(
      CONSULTED_VARIABLES.map((name) => [name, environment[name] ?? '']).filter(
        ([, value]) => value,
      ),
    ),
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
