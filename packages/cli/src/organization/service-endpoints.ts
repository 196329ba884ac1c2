import { AWS_SERVICES, type AwsService } from '@entra-aws-creds/organization/deployed';
import type { FlagValues } from '../flags/flag-values.ts';
import { serviceUrl } from '../flags/service-url.ts';
import { WrongUsage } from '../wrong-usage.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Which services another server is asked for: `--aws-endpoint`, else the variables of the AWS SDKs.
 *
 * @throws WrongUsage for an address that is none
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function serviceEndpoints(
  flags: FlagValues,
  environment: Environment,
): (service: AwsService) => URL | undefined {
  const forAll = serviceUrl('aws-endpoint', flags.value('aws-endpoint'));
  if (forAll !== undefined) return () => forAll;
  if (/^true$/i.test(environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? '')) {
    return () => undefined;
  }
  const found = new Map(AWS_SERVICES.map((one) => [one.id, ofService(one, environment)]));
  return ({ id }) => found.get(id);
}

function ofService({ variable }: AwsService, environment: Environment): URL | undefined {
  const name = [variable, 'AWS_ENDPOINT_URL'].find((one) => (environment[one] ?? '') !== '');
  const text = name && environment[name];
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' && url.username === '' && url.search === '') return url;
  throw new WrongUsage(
    `The variable ${name} is not an https:// address.`,
    'Unset it, or set AWS_IGNORE_CONFIGURED_ENDPOINT_URLS to true: nothing that proves who asks is sent over plain http.',
  );
}
