import type { Platform } from '../../platform/platform.ts';
import { InputProblem } from '../input-problem.ts';
import { allRight, type InputReader, isRight, type OrWrong } from '../input-reader.ts';
import { parseYesOrNo } from '../yes-or-no.ts';
import type { Region } from './region.ts';

/** Where STS is asked, and who said so. */
export interface StsEndpoint {
  /** With its path, and without query and fragment. */
  readonly url: URL;
  /** Named by `sts-endpoint`: it may be the STS of somebody other than AWS, without accounts. */
  readonly chosen?: true;
  /** The variable that overrode the region's own endpoint; it may have been left by an earlier step. */
  readonly setBy?: string;
}

/** Kinds of endpoints that AWS offers besides the plain ones. */
export interface EndpointKind {
  readonly fips: boolean;
  readonly dualStack: boolean;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** @throws InputProblem unless `text` is an https URL, or an http one on this machine */
export function parseEndpoint(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const trusted =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.has(url.hostname));
  if (url !== undefined && trusted && url.username === '' && url.password === '') {
    if (url.search === '' && url.hash === '') return url;
    throw new InputProblem(
      'has a query or a fragment, which would never be sent',
      'Give the URL up to its path, such as https://storage.example/sts.',
    );
  }
  throw new InputProblem(
    // A URL may carry a password in front of its host, so a wrong one is not repeated.
    'is not an https URL',
    'Give for example https://sts.eu-west-1.amazonaws.com; the token is never sent over plain http.',
  );
}

/** GovCloud's plain endpoints are FIPS ones, and there are no others. */
const FIPS_ANYWAY = 'aws-us-gov';

/**
 * The regional endpoint: `sts[-fips].{region}.{the partition's DNS suffix}`.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/sts.html
 */
export function regionalEndpoint({ name, partition }: Region, kind: EndpointKind): URL {
  const fips = kind.fips && (kind.dualStack || partition.id !== FIPS_ANYWAY);
  const suffix = kind.dualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix;
  return new URL(`https://sts${fips ? '-fips' : ''}.${name}.${suffix}`);
}

/**
 * How to find the endpoint of a region: `sts-endpoint`, else the variable of the AWS SDKs, else
 * the region's own.
 */
export function readEndpoints(
  reader: InputReader,
  environment: Platform['environment'],
): OrWrong<(region: Region) => StsEndpoint> {
  const fips = reader.optional('use-fips-endpoint', parseYesOrNo, false);
  const dualStack = reader.optional('use-dualstack-endpoint', parseYesOrNo, false);
  const override = readOverride(reader, environment);
  const kind = allRight<EndpointKind>({ fips, dualStack });
  if (!isRight(kind)) return kind;
  if (!isRight(override)) return override;
  if (override === undefined) return (region) => ({ url: regionalEndpoint(region, kind) });
  if (!kind.fips && !kind.dualStack) return () => override;
  return reader.wrong(
    'EAC_INPUT_CONFLICT',
    `"${kind.fips ? 'use-fips-endpoint' : 'use-dualstack-endpoint'}" is true, but ${override.setBy ?? '"sts-endpoint"'} names an endpoint.`,
    'Give one of them; a named endpoint is used as it is.',
  );
}

function readOverride(
  reader: InputReader,
  environment: Platform['environment'],
): OrWrong<StsEndpoint | undefined> {
  if (reader.has('sts-endpoint')) {
    const url = reader.parse('sts-endpoint', reader.text('sts-endpoint'), parseEndpoint);
    return isRight(url) ? { url, chosen: true } : url;
  }
  const ignored = environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']?.toLowerCase() === 'true';
  const setBy = ['AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL'].find((name) => environment[name]);
  if (setBy === undefined || ignored) return undefined;
  const url = reader.parseFrom(`The variable ${setBy}`, environment[setBy] ?? '', parseEndpoint);
  return isRight(url) ? { url, setBy } : url;
}
