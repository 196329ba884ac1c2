import {
  AssumeRoleWithWebIdentity$,
  type AssumeRoleWithWebIdentityCommandOutput,
  type AssumeRoleWithWebIdentityRequest,
} from '@aws-sdk/client-sts';
import { AwsQueryProtocol } from '@aws-sdk/core/protocols';
import type { AwsRequestHandler } from '../platform/aws-request-handler.ts';

const protocol = new AwsQueryProtocol({
  defaultNamespace: 'com.amazonaws.sts',
  xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  version: '2011-06-15',
});
type Context = Parameters<typeof protocol.serializeRequest>[2];

const [, namespace, name, traits, input, output] = AssumeRoleWithWebIdentity$;
const operation = { namespace, name, traits, input, output };

/**
 * `AssumeRoleWithWebIdentity` as the SDK's model of STS and its protocol write and read it, without the SDK's
 * client. That one knows of credentials, regions, signatures and retries, none of which this call has use
 * for, and loading it takes longer than the call.
 *
 * @throws what `handler` throws, and for an answer that is an error one of the SDK's, with `Code`, `message`,
 * `$metadata` and, as its client would have it, `$response`
 */
export async function callAssumeRoleWithWebIdentity(
  handler: AwsRequestHandler,
  values: AssumeRoleWithWebIdentityRequest,
): Promise<AssumeRoleWithWebIdentityCommandOutput> {
  // The handler knows where to; of the context, nothing else is looked at.
  const context = { endpoint: async () => undefined } as unknown as Context;
  const request = await protocol.serializeRequest(operation, values, context);
  const { response } = await handler.handle(request);
  try {
    return await protocol.deserializeResponse(operation, context, response);
  } catch (error) {
    throw Object.defineProperty(error, '$response', { value: response });
  }
}
