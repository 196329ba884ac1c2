import type { Platform } from '../../platform/platform.ts';
import { InputProblem } from '../input-problem.ts';
import { type InputReader, isRight, type OrWrong } from '../input-reader.ts';
import type { Partition } from './partition.ts';
import type { EndpointKind } from './sts-endpoint.ts';

/** Where IAM is asked, and who said so. */
export interface IamEndpoint {
  readonly url: URL;
  /** IAM is one service for a whole partition, and its requests are signed for one region of it. */
  readonly signingRegion: string;
  /** The variable that overrode the partition's own endpoint; it may have been left by an earlier step. */
  readonly setBy?: string;
}

interface IamHosts {
  readonly signingRegion: string;
  readonly plain: string;
  readonly fips: string;
  readonly dualStack: string;
  readonly fipsDualStack: string;
}

/**
 * The endpoint rules of the AWS SDKs for IAM, by partition.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/iam-service.html
 */
const HOSTS: Readonly<Record<string, IamHosts>> = {
  aws: {
    signingRegion: 'us-east-1',
    plain: 'iam.amazonaws.com',
    fips: 'iam-fips.amazonaws.com',
    dualStack: 'iam.global.api.aws',
    fipsDualStack: 'iam-fips.global.api.aws',
  },
  'aws-cn': {
    signingRegion: 'cn-north-1',
    plain: 'iam.cn-north-1.amazonaws.com.cn',
    fips: 'iam-fips.amazonaws.com.cn',
    dualStack: 'iam.global.api.amazonwebservices.com.cn',
    fipsDualStack: 'iam-fips.api.amazonwebservices.com.cn',
  },
  'aws-eusc': {
    signingRegion: 'eusc-de-east-1',
    plain: 'iam.eusc-de-east-1.amazonaws.eu',
    fips: 'iam-fips.amazonaws.eu',
    dualStack: 'iam.global.api.amazonwebservices.eu',
    fipsDualStack: 'iam-fips.api.amazonwebservices.eu',
  },
  'aws-us-gov': {
    signingRegion: 'us-gov-west-1',
    plain: 'iam.us-gov.amazonaws.com',
    fips: 'iam.us-gov.amazonaws.com',
    dualStack: 'iam.us-gov.api.aws',
    fipsDualStack: 'iam.us-gov.api.aws',
  },
  'aws-iso': {
    signingRegion: 'us-iso-east-1',
    plain: 'iam.us-iso-east-1.c2s.ic.gov',
    fips: 'iam-fips.us-iso-east-1.c2s.ic.gov',
    dualStack: 'iam.api.aws.ic.gov',
    fipsDualStack: 'iam-fips.api.aws.ic.gov',
  },
  'aws-iso-b': {
    signingRegion: 'us-isob-east-1',
    plain: 'iam.us-isob-east-1.sc2s.sgov.gov',
    fips: 'iam-fips.us-isob-east-1.sc2s.sgov.gov',
    dualStack: 'iam.api.aws.scloud',
    fipsDualStack: 'iam-fips.api.aws.scloud',
  },
  'aws-iso-e': {
    signingRegion: 'eu-isoe-west-1',
    plain: 'iam.eu-isoe-west-1.cloud.adc-e.uk',
    fips: 'iam-fips.cloud.adc-e.uk',
    dualStack: 'iam.api.cloud-aws.adc-e.uk',
    fipsDualStack: 'iam-fips.api.cloud-aws.adc-e.uk',
  },
  'aws-iso-f': {
    signingRegion: 'us-isof-south-1',
    plain: 'iam.us-isof-south-1.csp.hci.ic.gov',
    fips: 'iam-fips.csp.hci.ic.gov',
    dualStack: 'iam.api.aws.hci.ic.gov',
    fipsDualStack: 'iam-fips.api.aws.hci.ic.gov',
  },
};

/** Where IAM's requests are signed for, and its events come in. */
export function iamRegionOf({ id }: Partition): string {
  return hostsOf(id).signingRegion;
}

/** The partition's own endpoint. */
function partitionEndpoint({ id }: Partition, kind: EndpointKind): IamEndpoint {
  const { fips, dualStack, fipsDualStack, plain, signingRegion } = hostsOf(id);
  const host = kind.fips
    ? kind.dualStack
      ? fipsDualStack
      : fips
    : kind.dualStack
      ? dualStack
      : plain;
  return { url: new URL(`https://${host}`), signingRegion };
}

function hostsOf(partition: string): IamHosts {
  const hosts = HOSTS[partition];
  if (hosts === undefined) throw new Error(`no IAM endpoint is known for ${partition}`);
  return hosts;
}

/**
 * How to find the endpoint of a partition: `iam-endpoint`, else the variable of the AWS SDKs, else its own.
 * Whoever answers there is the judge of `trust-policy-check`, so nobody but the pipeline author may choose
 * them where the check is enforced.
 */
export function readIamEndpoints(
  reader: InputReader,
  environment: Platform['environment'],
  mode: 'warn' | 'enforce',
): OrWrong<(partition: Partition) => IamEndpoint> {
  // A value that is neither true nor false is reported where the endpoint of STS is read.
  const isTrue = (text: string) => text.toLowerCase() === 'true';
  const kind = {
    fips: isTrue(reader.text('use-fips-endpoint')),
    dualStack: isTrue(reader.text('use-dualstack-endpoint')),
  };
  if (reader.has('iam-endpoint')) {
    const url = reader.parse('iam-endpoint', reader.text('iam-endpoint'), parseIamEndpoint);
    return isRight(url) ? (partition) => ({ ...partitionEndpoint(partition, kind), url }) : url;
  }
  const ignored = isTrue(environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? '');
  const setBy = ['AWS_ENDPOINT_URL_IAM', 'AWS_ENDPOINT_URL'].find((name) => environment[name]);
  if (setBy === undefined || ignored) return (partition) => partitionEndpoint(partition, kind);
  if (mode === 'enforce') {
    return reader.wrong(
      'EAC_TRUST_POLICY_ENDPOINT',
      `The variable ${setBy} redirects IAM requests, and "trust-policy-check" is enforce: whoever set it, on the machine or in an earlier step, would choose who answers for the trust policy.`,
      'Unset it for this step; or give the URL as "iam-endpoint" if it is intended, or set AWS_IGNORE_CONFIGURED_ENDPOINT_URLS to true if only other tools need it.',
    );
  }
  const url = reader.parseFrom(`The variable ${setBy}`, environment[setBy] ?? '', parseIamEndpoint);
  if (!isRight(url)) return url;
  return (partition) => ({ ...partitionEndpoint(partition, kind), url, setBy });
}

/**
 * The request carries the session's token, which is nothing for plain http, and not for this machine either,
 * where an earlier step may listen.
 *
 * @throws InputProblem unless `text` is an https URL without a query
 */
function parseIamEndpoint(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const extras = url === undefined ? '' : url.username + url.password + url.search + url.hash;
  if (url?.protocol === 'https:' && extras === '') return url;
  throw new InputProblem(
    // A URL may carry a password in front of its host, so a wrong one is not repeated.
    'is not an https URL',
    'Give for example https://iam.amazonaws.com, without a query; the session token is never sent over plain http.',
  );
}
