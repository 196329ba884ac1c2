import type { InputName } from '@entra-aws-creds/core';
import { SECRET_INPUT_NAMES } from '@entra-aws-creds/core/programs';
import type { Flag } from './flag.ts';

/** How an input is written on the command line, and what it means there. */
type Described = readonly [value: string | undefined, means: string];

/** Stands for an input that makes no sense outside of a CI job, or that a command has in its own way. */
const NO_FLAG = 'no flag';

/** Every input, as it is on the command line. */
const INPUTS = {
  'tenant-id': ['TENANT', 'directory (tenant) ID or verified domain'],
  'client-id': ['CLIENT', 'application (client) ID that the credential belongs to'],
  'entra-credential': ['NAME', 'how to log in to Entra: certificate if not given'],
  certificate: ['PEM', 'certificate and private key, PEM or the base64 of a PFX'],
  'certificate-path': ['FILE', 'certificate and private key, PEM or PFX'],
  'certificate-password': ['TEXT', 'password of the private key or PFX'],
  'certificate-secure-file': NO_FLAG,
  'azure-service-connection': NO_FLAG,
  'oidc-token-file': ['FILE', 'OIDC token of oidc-token, read again for every login'],
  'oidc-token-variable': ['NAME', 'variable that holds the OIDC token of oidc-token'],
  audience: [
    'AUDIENCE',
    'App ID URI or client ID whose token AWS trusts; the client ID if not given',
  ],
  'authority-host': ['URL', 'login host, or AzureCloud, AzureUSGovernment, AzureChinaCloud'],
  'send-certificate-chain': [
    undefined,
    'send the certificate chain (subject name/issuer authentication)',
  ],
  'aws-region': ['REGION', 'region of the STS endpoint; --region for short'],
  'role-to-assume': ['ARN', 'role to assume; --role for short'],
  'role-session-name': ['NAME', 'how CloudTrail names the session'],
  'role-duration-seconds': ['SECONDS', '900 to 43200; 3600 if not given'],
  'role-chain': ['ARN', 'a further role, assumed from the one before; may be repeated'],
  'role-external-id': ['TEXT', 'external ID for the roles of the chain'],
  'custom-tags': ['JSON', 'session tags for the roles of the chain'],
  'transitive-tag-keys': ['KEY', 'tag that further roles of the chain inherit; may be repeated'],
  'inline-session-policy': ['JSON', 'session policy that narrows the role'],
  'managed-session-policies': ['ARN', 'managed policy that narrows the role; may be repeated'],
  profiles: NO_FLAG,
  'aws-profile': NO_FLAG,
  refresh: NO_FLAG,
  'trust-policy-check': ['MODE', 'off, warn or enforce'],
  'trust-policy-file': ['FILE', 'trust policy to check instead of the one that IAM has'],
  'trust-policy-allowed-principals': [
    'PRINCIPAL',
    'whom else the trust policy may admit; may be repeated',
  ],
  'iam-endpoint': ['URL', 'another IAM for the check of the trust policy'],
  'allowed-account-ids': ['ID', 'any other account is refused; may be repeated'],
  'mask-aws-account-id': [undefined, 'keep account IDs out of messages'],
  'output-credentials': NO_FLAG,
  'output-env-credentials': NO_FLAG,
  'unset-current-credentials': NO_FLAG,
  'sts-endpoint': ['URL', 'another STS'],
  'use-fips-endpoint': [undefined, 'the FIPS endpoint of STS'],
  'use-dualstack-endpoint': [undefined, 'the dual-stack endpoint of STS'],
  'http-proxy': ['URL', 'proxy for Entra and AWS alike'],
  'no-proxy': ['HOSTS', 'hosts that are reached without the proxy'],
  'clean-up': NO_FLAG,
  drop: NO_FLAG,
  'retry-max-attempts': ['NUMBER', 'attempts per call; 1 turns retries off'],
  'action-timeout-s': ['SECONDS', 'for the whole exchange; 120 if not given'],
} as const satisfies Readonly<Record<InputName, Described | typeof NO_FLAG>>;

/** Inputs of several lines: a flag for each. */
const LISTS: ReadonlySet<string> = new Set([
  'role-chain',
  'transitive-tag-keys',
  'managed-session-policies',
  'trust-policy-allowed-principals',
  'allowed-account-ids',
] satisfies InputName[]);

/** The inputs that have a flag. */
export type CommandLineInput = {
  [N in InputName]: (typeof INPUTS)[N] extends Described ? N : never;
}[InputName];

const DESCRIBED = Object.fromEntries(
  Object.entries(INPUTS).filter(([, described]) => described !== NO_FLAG),
) as Readonly<Record<CommandLineInput, Described>>;

/** The inputs of an exchange by name. */
export const EXCHANGE_INPUTS: readonly string[] = Object.keys(DESCRIBED);

const SECRETS: ReadonlySet<string> = new Set(SECRET_INPUT_NAMES);

/** The inputs of an exchange, as flags. */
export const EXCHANGE_FLAGS: readonly Flag[] = Object.entries(DESCRIBED).flatMap(
  ([name, [value, means]]) =>
    SECRETS.has(name)
      ? secretFlags(name, means)
      : [{ name, means, repeated: LISTS.has(name), ...(value !== undefined && { value }) }],
);

function secretFlags(name: string, means: string): readonly Flag[] {
  return [
    { name: `${name}-file`, value: 'FILE', means: `file with: ${means}` },
    { name: `${name}-variable`, value: 'NAME', means: `environment variable with: ${means}` },
    { name: `${name}-stdin`, means: `read from standard input: ${means}` },
  ];
}

export function isCommandLineInput(name: string): name is CommandLineInput {
  return Object.hasOwn(DESCRIBED, name);
}

/** Whether the flag of an input is a switch. */
export function isSwitchInput(name: CommandLineInput): boolean {
  return DESCRIBED[name][0] === undefined;
}

/** Whether an input has a line for each time that its flag is given. */
export function isListInput(name: string): boolean {
  return LISTS.has(name);
}

/** Whether the value of an input or flag is the path of a file. */
export function namesFile(name: string): boolean {
  return /-(?:path|file)$/.test(name);
}
