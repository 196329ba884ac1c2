import type { HttpHandler } from '../http/message.ts';
import type { AwsCloud } from './cloud.ts';
import { getRole } from './iam/get-role.ts';
import { updateAssumeRolePolicy } from './iam/update-assume-role-policy.ts';
import { answerQuery, type QueryService } from './query-protocol.ts';
import { assumeRole, getCallerIdentity } from './sts/assume-role.ts';
import { assumeRoleWithWebIdentity } from './sts/assume-role-with-web-identity.ts';

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
