import { WrongUsage } from '../wrong-usage.ts';

/** Where people use AWS in a browser. */
interface ConsoleHosts {
  readonly signin: string;
  readonly console: string;
}

/**
 * By partition, as far as AWS documents them in public.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html
 * @see https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/signing-into-govcloud.html
 * @see https://docs.amazonaws.cn/en_us/aws/latest/userguide/iam.html
 */
const HOSTS: Readonly<Record<string, ConsoleHosts>> = {
  aws: { signin: 'signin.aws.amazon.com', console: 'console.aws.amazon.com' },
  'aws-cn': { signin: 'signin.amazonaws.cn', console: 'console.amazonaws.cn' },
  'aws-us-gov': {
    signin: 'signin.amazonaws-us-gov.com',
    console: 'console.amazonaws-us-gov.com',
  },
};

export function consoleHosts(partition: string): ConsoleHosts | undefined {
  return Object.hasOwn(HOSTS, partition) ? HOSTS[partition] : undefined;
}

/** @throws WrongUsage unless `text` is an https URL without a path */
export function parseSigninEndpoint(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isOrigin = url?.protocol === 'https:' && url.href === `${url.origin}/`;
  if (url !== undefined && isOrigin) return url;
  throw new WrongUsage('--signin-endpoint takes an https URL of a host alone.');
}
