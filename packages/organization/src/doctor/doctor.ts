import type { AwsCaller } from '../aws-services/aws-caller.ts';
import type { Stack } from '../deployment/stack.ts';
import {
  checkDeadLetters,
  checkFederation,
  checkRegion,
  checkStack,
  type Regions,
} from './central-checks.ts';
import {
  checked,
  type DeploymentCheck,
  fine,
  type Looked,
  looked,
  notTried,
} from './deployment-check.ts';
import {
  checkApplication,
  checkFederatedCredential,
  checkPermissions,
  type EntraReader,
} from './entra-checks.ts';
import {
  checkMembers,
  checkOrganization,
  delegation,
  type OrganizationMember,
} from './member-checks.ts';

/** What a deployment is looked at with. */
export interface DoctorWorld {
  readonly aws: AwsCaller;
  readonly regions: Regions;
  readonly stackName: string;
  readonly stackSet: string;
  /** The account that the AWS credentials are of. */
  readonly account: string;
  /** Undefined: outbound identity federation is not enabled. @throws StepFailure */
  outboundIssuer(): Promise<string | undefined>;
  /** @throws StepFailure */
  members(): AsyncIterable<OrganizationMember>;
  /** Undefined: Entra is not asked. */
  readonly entra: EntraReader | undefined;
  /** What a token for Entra must be addressed to. */
  readonly audience: string;
}

/**
 * Looks at everything that the automation needs, in the order of its deployment, and tells as it goes.
 *
 * @throws StepFailure what would be the same at every look
 */
export async function* examine(world: DoctorWorld): AsyncGenerator<DeploymentCheck> {
  const { aws, regions, stackName, stackSet, account } = world;
  yield checkRegion(regions);
  const central = await looked('central-stack', () => checkStack(stackName, regions, aws));
  yield central.check;
  const secret = central.found?.parameters.get('CertificateSecretArn');
  const federation = await looked('outbound-federation', () =>
    secret ? withoutFederation(secret) : checkFederation(() => world.outboundIssuer()),
  );
  yield federation.check;
  const organization = await looked('organization', () => checkOrganization(world.members()));
  yield organization.found === undefined
    ? delegating(organization.check, account)
    : organization.check;
  const members = {
    ...{ stackSet, ownAccount: account, region: regions.home },
    ...{ stack: central.found, active: organization.found },
  };
  yield await checked('member-stacks', () => checkMembers(members, aws));
  yield await checked('dead-letters', () => checkDeadLetters(central.found, aws));
  yield* entraChecks(world, central.found, federation.found);
}

/** Where AWS signs no tokens for roles. */
async function withoutFederation(secret: string): Promise<Looked<string>> {
  const fact = `not used: the functions log in with the certificate in ${secret}`;
  return { check: fine('outbound-federation', fact) };
}

/** Only whoever has the management account can let another one list accounts. */
function delegating(check: DeploymentCheck, account: string): DeploymentCheck {
  const whose = 'for the management account, which makes this one a delegated administrator:';
  return { ...check, facts: [...check.facts, whose], mend: [delegation(account)] };
}

async function* entraChecks(
  { entra, audience }: DoctorWorld,
  stack: Stack | undefined,
  issuer: string | undefined,
): AsyncGenerator<DeploymentCheck> {
  const clientId = stack?.parameters.get('ClientId');
  const tenant = stack?.parameters.get('TenantId');
  const subject = stack?.outputs.get('TaskRoleArn');
  if (entra === undefined || !clientId || !tenant || !subject) {
    const why =
      entra === undefined ? 'Entra is asked with --entra' : 'the central stack is not there';
    yield notTried('entra-application', why);
    yield notTried('entra-permissions', why);
    yield notTried('federated-credential', why);
    return;
  }
  const application = await looked('entra-application', () =>
    checkApplication({ tenant, clientId }, entra),
  );
  yield application.check;
  if (application.found === undefined) {
    yield notTried('entra-permissions', 'the application cannot log in');
    yield notTried('federated-credential', 'the application cannot log in');
    return;
  }
  const { id, principal } = application.found;
  yield stack?.parameters.get('Directory') === 'api'
    ? notTried('entra-permissions', 'the directory API has them in its place')
    : await checked('entra-permissions', () => checkPermissions(principal, clientId, entra));
  if (issuer === undefined) {
    yield notTried('federated-credential', 'no issuer of the account is known, or none is used');
    return;
  }
  const wanted = { issuer, subject, audience };
  yield await checked('federated-credential', () =>
    checkFederatedCredential(id, clientId, wanted, entra),
  );
}
