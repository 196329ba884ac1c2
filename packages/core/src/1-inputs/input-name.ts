/**
 * The inputs by the names that the GitHub Action and the command line use.
 * Azure DevOps writes the same in camel case; see {@link camelCase}.
 */
export const INPUT_NAMES = [
  'tenant-id',
  'client-id',
  'certificate',
  'certificate-path',
  'audience',
  'authority-host',
  'aws-region',
  'role-to-assume',
  'role-session-name',
  'role-duration-seconds',
  'sts-endpoint',
  'allowed-account-ids',
  'mask-aws-account-id',
  'output-credentials',
  'output-env-credentials',
  'unset-current-credentials',
  'clean-up',
] as const;

export type InputName = (typeof INPUT_NAMES)[number];

/** Inputs whose text is a secret from its first character. */
export const SECRET_INPUT_NAMES = ['certificate'] as const satisfies readonly InputName[];

/** `role-to-assume` as `roleToAssume`. */
export function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The inputs as a CI system hands them over. */
export interface RawInputs {
  /** The text, trimmed; empty when the input was not given. */
  read(name: InputName): string;
  /** The name that the pipeline author writes; the texts of core are shown with it. */
  label(name: InputName): string;
}
