/** A variable, set after the step, that keeps a client from what the step left. */
export interface RivalCase {
  readonly names: readonly string[];
  /** Set to nothing rather than to something hostile. */
  readonly blank?: boolean;
  /** Heading of the scenario. */
  readonly after: string;
  /** A client that reads it first. */
  readonly client: string;
}

const KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

/** Why `rival-variables.ts` has the lines that it has: were one of these no rival, its line could go. */
export const RIVAL_CASES: readonly RivalCase[] = [
  { names: ['AWS_PROFILE'], after: 'variables', client: 'SDK for JavaScript 3' },
  { names: ['AWS_PROFILE'], blank: true, after: 'variables', client: 'AWS CLI 1' },
  { names: ['AWS_DEFAULT_PROFILE'], after: 'variables', client: 'AWS CLI 1' },
  { names: ['AWS_DEFAULT_PROFILE'], blank: true, after: 'variables', client: 'boto3' },
  { names: ['AWS_SECURITY_TOKEN'], after: 'variables', client: 'boto3' },
  { names: ['AWS_CREDENTIAL_EXPIRATION'], after: 'variables', client: 'boto3' },
  { names: ['AWS_REGION'], blank: true, after: 'plain profiles', client: 'SDK for JavaScript 3' },
  { names: ['AWS_DEFAULT_REGION'], blank: true, after: 'plain profiles', client: 'boto3' },
  { names: KEYS, after: 'plain profiles', client: 'ECR credential helper' },
  {
    names: ['AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE'],
    after: 'plain profiles',
    client: 'ECR credential helper',
  },
  { names: KEYS, after: '`refresh`', client: 'boto3' },
  {
    names: ['AWS_ACCESS_KEY', 'AWS_SECRET_KEY', 'AWS_SESSION_TOKEN'],
    after: '`refresh`',
    client: 'SDK for Go 2',
  },
  {
    names: ['AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE'],
    after: '`refresh`',
    client: 'boto3',
  },
  { names: ['AWS_DEFAULT_PROFILE'], after: '`refresh`', client: 'AWS CLI 1' },
  {
    names: ['AWS_CONTAINER_CREDENTIALS_FULL_URI'],
    after: '`refresh`',
    client: 'SDK for JavaScript 2 (AWS Toolkit for Azure DevOps)',
  },
];
