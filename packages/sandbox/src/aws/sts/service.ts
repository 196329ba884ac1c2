import type { HttpHandler } from '../../http/message.ts';
import type { AwsCloud } from '../cloud.ts';
import { answerQuery, type QueryService } from '../query-protocol.ts';
import { assumeRole, getCallerIdentity } from './assume-role.ts';
import { assumeRoleWithWebIdentity } from './assume-role-with-web-identity.ts';
import { getWebIdentityToken } from './get-web-identity-token.ts';

/** The Security Token Service over a cloud, without a transport. */
export function createStsService(cloud: AwsCloud): HttpHandler {
  const service: QueryService = {
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    version: '2011-06-15',
    actions: {
      AssumeRole: (call) => assumeRole(cloud, call),
      AssumeRoleWithWebIdentity: (call) => assumeRoleWithWebIdentity(cloud, call),
      GetCallerIdentity: (call) => getCallerIdentity(cloud, call),
      GetWebIdentityToken: (call) => getWebIdentityToken(cloud, call),
    },
  };
  return (request) => answerQuery(service, request);
}
