import type { RunOrigin } from '../job/pipeline-run.ts';
import type { JobIdentity } from './entra/job-identity.ts';
import type { AgentNetwork } from './network/agent-network.ts';

/**
 * The inputs by the names that the GitHub Action and the command line use.
 * Azure DevOps writes the same in camel case; see {@link camelCase}.
 */
export const INPUT_NAMES = [
  'tenant-id',
  'client-id',
  'entra-credential',
  'certificate',
  'certificate-path',
  'certificate-password',
  'certificate-secure-file',
  'azure-service-connection',
  'oidc-token-file',
  'oidc-token-variable',
  'audience',
  'authority-host',
  'send-certificate-chain',
  'aws-region',
  'role-to-assume',
  'role-session-name',
  'role-duration-seconds',
  'role-chain',
  'role-external-id',
  'custom-tags',
  'transitive-tag-keys',
  'inline-session-policy',
  'managed-session-policies',
  'profiles',
  'aws-profile',
  'refresh',
  'trust-policy-check',
  'trust-policy-file',
  'trust-policy-allowed-principals',
  'iam-endpoint',
  'allowed-account-ids',
  'mask-aws-account-id',
  'output-credentials',
  'output-env-credentials',
  'unset-current-credentials',
  'sts-endpoint',
  'use-fips-endpoint',
  'use-dualstack-endpoint',
  'http-proxy',
  'no-proxy',
  'clean-up',
  'drop',
  'retry-max-attempts',
  'action-timeout-s',
] as const;

export type InputName = (typeof INPUT_NAMES)[number];

/** Inputs whose text is a secret from its first character. */
export const SECRET_INPUT_NAMES = [
  'certificate',
  'certificate-password',
] as const satisfies readonly InputName[];

/** `role-to-assume` as `roleToAssume`. */
export function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The inputs as a CI system hands them over. */
export interface RawInputs {
  /** What takes the place of inputs about the network, where the CI system has it. */
  readonly agentNetwork?: AgentNetwork;
  /** What the CI system has for the job to log in with, besides what the inputs hold. */
  readonly jobIdentity?: JobIdentity;
  /** Undefined where the CI system does not say. */
  readonly origin?: RunOrigin | undefined;
  /** The text, trimmed; empty when the input was not given. */
  read(name: InputName): string;
  /** The name that the pipeline author writes; the texts of core are shown with it. */
  label(name: InputName): string;
}
