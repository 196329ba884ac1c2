import type { HttpHandler } from '../../http/message.ts';
import type { AwsCloud } from '../cloud.ts';
import { answerQuery, type QueryAction } from '../query-protocol.ts';
import { authenticate } from '../sigv4.ts';
import { accountOf } from '../sts/assume-role.ts';
import { authorize } from './authorization.ts';
import type { IamOperation, IamOperations } from './iam-call.ts';
import { providerOperations } from './provider-operations.ts';
import { providerTagOperations } from './provider-tags.ts';
import { roleOperations } from './role-operations.ts';
import { rolePolicyOperations } from './role-policies.ts';
import { roleReads } from './role-reads.ts';
import { roleTagOperations } from './role-tags.ts';

const OPERATIONS: IamOperations = {
  ...providerOperations,
  ...providerTagOperations,
  ...roleOperations,
  ...rolePolicyOperations,
  ...roleReads,
  ...roleTagOperations,
};

/**
 * As much of IAM as it takes to make, read and remove what trusts an identity provider.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
 */
export function createIamService(cloud: AwsCloud): HttpHandler {
  const actions = Object.entries(OPERATIONS).map(([action, operation]): [string, QueryAction] => [
    action,
    signed(cloud, operation),
  ]);
  const service = {
    namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    version: '2010-05-08',
    actions: Object.fromEntries(actions),
  };
  return (request) => answerQuery(service, request);
}

function signed(cloud: AwsCloud, operation: IamOperation): QueryAction {
  return ({ request, parameters, action }) => {
    const caller = authenticate(cloud, request, 'iam');
    return operation({
      ...{ cloud, caller, action, parameters },
      account: accountOf(caller),
      authorize: (resource, context = {}) =>
        authorize(cloud, caller, { action: `iam:${action}`, resource, context }),
    });
  };
}
