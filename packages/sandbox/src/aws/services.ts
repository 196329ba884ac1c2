import type { HttpHandler } from '../http/message.ts';
import { assumeRole, getCallerIdentity } from './assume-role.ts';
import { assumeRoleWithWebIdentity } from './assume-role-with-web-identity.ts';
import type { AwsCloud } from './cloud.ts';
import { getRole } from './get-role.ts';
import { answerQuery, type QueryService } from './query-protocol.ts';
import { updateAssumeRolePolicy } from './update-assume-role-policy.ts';

/** The Security Token Service over a cloud, without a transport. */
export function createStsService(cloud: AwsCloud): HttpHandler {
  const service: QueryService = {
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    version: '2011-06-15',
    actions: {
      AssumeRole: (call) => assumeRole(cloud, call),
      AssumeRoleWithWebIdentity: (call) => assumeRoleWithWebIdentity(cloud, call),
      GetCallerIdentity: (call) => getCallerIdentity(cloud, call),
    },
  };
  return (request) => answerQuery(service, request);
}

/** As much of IAM as it takes to read a role's trust policy and to write one. */
export function createIamService(cloud: AwsCloud): HttpHandler {
  const service: QueryService = {
    namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    version: '2010-05-08',
    actions: {
      GetRole: (call) => getRole(cloud, call),
      UpdateAssumeRolePolicy: (call) => updateAssumeRolePolicy(cloud, call),
    },
  };
  return (request) => answerQuery(service, request);
}
