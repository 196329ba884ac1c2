import type { HttpHandler } from '../../http/message.ts';
import { accountOf } from '../caller.ts';
import type { AwsCloud } from '../cloud.ts';
import { type RecordedCall, recordCall } from '../cloud-trail/record-call.ts';
import { QueryError } from '../query-error.ts';
import { answerQuery, type QueryAction } from '../query-protocol.ts';
import { authenticate } from '../sigv4.ts';
import { accountOperations } from './account-operations.ts';
import { authorize } from './authorization.ts';
import type { IamOperation, IamOperations } from './iam-call.ts';
import { outboundFederationOperations } from './outbound-federation.ts';
import { providerOperations } from './provider-operations.ts';
import { providerTagOperations } from './provider-tags.ts';
import { roleOperations } from './role-operations.ts';
import { rolePolicyOperations } from './role-policies.ts';
import { roleReads } from './role-reads.ts';
import { roleTagOperations } from './role-tags.ts';
import { userOperations } from './user-operations.ts';

const OPERATIONS: IamOperations = {
  ...accountOperations,
  ...outboundFederationOperations,
  ...providerOperations,
  ...providerTagOperations,
  ...roleOperations,
  ...rolePolicyOperations,
  ...roleReads,
  ...roleTagOperations,
  ...userOperations,
};

const READS = /^(Get|List)/;

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
  return async (call) => {
    const { request, parameters, action } = call;
    const caller = authenticate(cloud, request, 'iam');
    const record = (outcome: RecordedCall['outcome']) => {
      if (READS.test(action)) return;
      cloud.emit(() => recordCall(cloud, { caller, call, outcome }));
    };
    try {
      const result = await operation({
        ...{ cloud, caller, action, parameters },
        account: accountOf(caller),
        authorize: (resource, context = {}) =>
          authorize(cloud, caller, { action: `iam:${action}`, resource, context }),
      });
      record({ result });
      return result;
    } catch (error) {
      if (error instanceof QueryError) record({ error });
      throw error;
    }
  };
}
