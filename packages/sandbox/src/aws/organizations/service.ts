import type { HttpHandler } from '../../http/message.ts';
import { accountOf } from '../caller.ts';
import type { AwsCaller, AwsCloud } from '../cloud.ts';
import { authorize } from '../iam/authorization.ts';
import { answerJson, unknownOperation } from '../json-protocol.ts';
import { QueryError } from '../query-error.ts';
import { authenticate } from '../sigv4.ts';
import type { JsonObject } from '../sts/web-identity/jwt.ts';
import { OPERATIONS } from './operations.ts';
import type { Organization } from './organization.ts';

/**
 * As much of AWS Organizations as it takes to find all accounts.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html
 */
export function createOrganizationsService(cloud: AwsCloud): HttpHandler {
  const service = {
    target: 'AWSOrganizationsV20161128',
    version: '1.1' as const,
    answer: (operation: string, request: Parameters<HttpHandler>[0], input: JsonObject) => {
      const caller = authenticate(cloud, request, 'organizations');
      const known = Object.hasOwn(OPERATIONS, operation) ? OPERATIONS[operation] : undefined;
      if (!known) throw unknownOperation();
      const action = `organizations:${operation}`;
      authorize(cloud, caller, { action, resource: { arn: '*' } });
      const organization = organizationOf(cloud, caller);
      if (!known.isForMembers) checkAdministrator(organization, caller);
      return known.answer(organization, input);
    },
  };
  return (request) => answerJson(service, request);
}

/** @see https://github.com/nozaq/terraform-aws-secure-baseline/issues/70 for the words */
function organizationOf(cloud: AwsCloud, caller: AwsCaller): Organization {
  const { organization } = cloud;
  if (organization?.find(accountOf(caller).id)) return organization;
  throw new QueryError(
    'AWSOrganizationsNotInUseException',
    'Your account is not a member of an organization.',
  );
}

/** @see https://github.com/aws-samples/aws-iam-access-key-auto-rotation/issues/10 for the words */
function checkAdministrator(organization: Organization, caller: AwsCaller): void {
  const { id } = accountOf(caller);
  if (id === organization.managementAccount.id) return;
  if (organization.delegatedAdministrators.has(id)) return;
  throw new QueryError(
    'AccessDeniedException',
    "You don't have permissions to access this resource.",
  );
}
