import type { InputName } from '@entra-aws-creds/core/programs';
import type { CertificateOptions, IdTokenOptions, ManagedIdentityOptions } from './options.ts';

type KeyOf<T> = T extends unknown ? keyof T : never;
type OptionName = Exclude<
  KeyOf<IdTokenOptions | CertificateOptions | ManagedIdentityOptions>,
  'idToken'
>;

/** The input of core that each option is. */
const INPUT_OF: Readonly<Record<OptionName, InputName>> = {
  roleArn: 'role-to-assume',
  region: 'aws-region',
  roleSessionName: 'role-session-name',
  durationSeconds: 'role-duration-seconds',
  policy: 'inline-session-policy',
  policyArns: 'managed-session-policies',
  allowedAccountIds: 'allowed-account-ids',
  stsEndpoint: 'sts-endpoint',
  useFipsEndpoint: 'use-fips-endpoint',
  useDualstackEndpoint: 'use-dualstack-endpoint',
  httpProxy: 'http-proxy',
  noProxy: 'no-proxy',
  retryMaxAttempts: 'retry-max-attempts',
  timeoutSeconds: 'action-timeout-s',
  tenantId: 'tenant-id',
  clientId: 'client-id',
  audience: 'audience',
  authorityHost: 'authority-host',
  certificate: 'certificate',
  certificatePath: 'certificate-path',
  certificatePassword: 'certificate-password',
  sendCertificateChain: 'send-certificate-chain',
};

const OPTION_OF = new Map(Object.entries(INPUT_OF).map(([option, input]) => [input, option]));

export type Inputs = ReadonlyMap<InputName, string>;

type OptionValue = string | number | boolean | readonly string[] | undefined;

/** Texts of inputs, as core reads them. What is no option of ours is left out. */
export function inputsOf(options: Readonly<Partial<Record<OptionName, OptionValue>>>): Inputs {
  const names = Object.keys(INPUT_OF) as OptionName[];
  return new Map(names.map((name) => [INPUT_OF[name], textOf(options[name])]));
}

function textOf(value: OptionValue): string {
  if (value === undefined) return '';
  return (Array.isArray(value) ? value.join('\n') : String(value)).trim();
}

/** What the caller calls an input. */
export function optionNamed(input: InputName): string {
  return OPTION_OF.get(input) ?? input;
}
