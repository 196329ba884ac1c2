import type { HandOver } from './hand-over.ts';

/**
 * What becomes of a variable that tools read before what is handed over. `blanked` where an empty one is
 * as good as none to every SDK; `pointed` at a profile of the same session, since the AWS CLI and boto3 take
 * an empty one for a profile without a name; `told` where those who name a profile outright still get it;
 * `refused` where an empty one breaks tools and nothing else can stand there.
 */
type Remedy = 'blanked' | 'pointed' | 'told' | 'refused';

interface Rival {
  readonly name: string;
  readonly goesBefore: Partial<Record<HandOver, Remedy>>;
  readonly because: string;
}

/**
 * The order in which the SDKs look, where it is not the order of this step. `npm run test:clients` holds it
 * against the SDKs themselves.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html
 */
const RIVALS: readonly Rival[] = [
  {
    name: 'AWS_WEB_IDENTITY_TOKEN_FILE',
    goesBefore: { keys: 'blanked', 'renewed profile': 'blanked', 'named profiles': 'blanked' },
    because: 'most AWS tools prefer its role to a profile, and some prefer it to keys too',
  },
  {
    name: 'AWS_ACCESS_KEY_ID',
    goesBefore: { 'renewed profile': 'blanked', 'named profiles': 'told' },
    because: 'keys in the environment take precedence over a profile that AWS_PROFILE names',
  },
  {
    name: 'AWS_ACCESS_KEY',
    goesBefore: { 'renewed profile': 'blanked', 'named profiles': 'told' },
    because: 'to the SDK for Go it is another name for AWS_ACCESS_KEY_ID',
  },
  {
    name: 'AWS_SECURITY_TOKEN',
    goesBefore: { keys: 'blanked' },
    because: 'the AWS CLI and boto3 use it as the session token of the keys',
  },
  {
    name: 'AWS_CREDENTIAL_EXPIRATION',
    goesBefore: { keys: 'blanked' },
    because: 'the AWS CLI and boto3 use it as the expiry of the keys',
  },
  ...['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'].map(
    (name): Rival => ({
      name,
      goesBefore: { 'renewed profile': 'blanked' },
      because:
        "AWS tools fall back to the container's role when a renewal fails, and some use it without trying one",
    }),
  ),
  {
    name: 'AWS_PROFILE',
    goesBefore: { keys: 'pointed' },
    because: 'some AWS tools prefer its profile to keys, and most fail if there is no such profile',
  },
  {
    name: 'AWS_DEFAULT_PROFILE',
    goesBefore: { keys: 'pointed', 'renewed profile': 'pointed' },
    because: 'the AWS CLI and boto3 prefer it to AWS_PROFILE, and fail if there is no such profile',
  },
  ...['AWS_REGION', 'AWS_DEFAULT_REGION'].map(
    (name): Rival => ({
      name,
      goesBefore: { 'regions of profiles': 'refused' },
      because: 'AWS tools prefer it to the region of a profile',
    }),
  ),
];

/** Further variables that have a part in credentials, and none by themselves. */
const HARMLESS_ALONE = [
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECRET_KEY',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
];

/** The variables that name the profile which is meant where none is named outright. */
export const PROFILE_POINTERS = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'];

export function rivalsOf(handOver: readonly HandOver[], remedy: Remedy): readonly string[] {
  return RIVALS.filter(({ goesBefore }) => handOver.some((way) => goesBefore[way] === remedy)).map(
    ({ name }) => name,
  );
}

/** All that can be blanked and has a part in credentials, whatever is handed over. */
export function allToBlank(): readonly string[] {
  const rivals = RIVALS.filter(({ goesBefore }) => Object.values(goesBefore).includes('blanked'));
  return [...rivals.map(({ name }) => name), ...HARMLESS_ALONE];
}

/** Why it matters that the variable is set, to follow a sentence; empty for one that does no harm alone. */
export function reasonOf(name: string): string {
  const because = RIVALS.find((rival) => rival.name === name)?.because;
  return because === undefined ? '' : `: ${because}`;
}
