import { type IdentityProvider, identityProvider } from '@entra-aws-creds/trust-policy';
import type { TokenVersion } from '../binding.ts';
import type { Application } from '../entra-directory/application.ts';
import type { EntraDirectory } from '../entra-directory/entra-directory.ts';
import type { IdentityAccount } from '../identity-account/identity-account.ts';
import type { Role } from '../identity-account/role.ts';
import { APPLICATION_TAG, applicationIdOf, roleTag } from '../ownership.ts';
import type { Ports } from '../ports.ts';
import { issuerOf } from '../wish/issuer.ts';
import { neighboursOf } from './neighbours.ts';
import type { AwsSide, EntraSide, Observed } from './observed.ts';
import type { Question } from './question.ts';

/**
 * Looks at both sides of one binding, or at the half that these hands reach. It changes nothing.
 *
 * A new binding costs two requests of Graph: none of this unique name, none of this display name.
 *
 * @throws StepFailure `EAC_GRAPH_…`, `EAC_IAM_…`
 */
export async function observe(question: Question, ports: Ports): Promise<Observed> {
  const role = await ports.account?.role(question.role.name);
  const entra = ports.directory && (await entraSide(question, role, ports.directory));
  const version = question.tokenVersion ?? entra?.application?.tokenVersion ?? 'v2';
  const aws = ports.account && (await awsSide(question, version, role, ports.account));
  return { entra, aws };
}

/** The provider that stands for the tenant in the role's account. */
export function providerFor(
  { tenant, cloud, role }: Pick<Question, 'tenant' | 'cloud' | 'role'>,
  version: TokenVersion,
): IdentityProvider {
  const { partition, account } = role;
  return identityProvider(issuerOf(tenant, version, cloud), { partition: partition.id, account });
}

async function entraSide(
  question: Question,
  role: Role | undefined,
  directory: EntraDirectory,
): Promise<EntraSide> {
  const { application, namesakes } = await findApplication(question, role, directory);
  const [servicePrincipal, federatedCredentials] =
    application === undefined
      ? [undefined, question.federatedCredentials ? [] : undefined]
      : await Promise.all([
          directory.servicePrincipal(application.clientId),
          question.federatedCredentials
            ? directory.federatedCredentials(application.id)
            : undefined,
        ]);
  const deleted = question.deleted ? await findDeleted(question, directory) : undefined;
  return { application, namesakes, deleted, servicePrincipal, federatedCredentials };
}

async function findApplication(
  { application: name, half }: Question,
  role: Role | undefined,
  directory: EntraDirectory,
): Promise<Pick<EntraSide, 'application' | 'namesakes'>> {
  if (name === undefined) {
    const clientId = half.only === 'aws' ? half.clientId : role && applicationIdOf(role);
    const application =
      clientId === undefined ? undefined : await directory.application({ clientId });
    return { application, namesakes: [] };
  }
  const { uniqueName, displayName } = name;
  const application = await directory.application({ uniqueName });
  if (application !== undefined) return { application, namesakes: [] };
  const named = await directory.applicationsNamed(displayName);
  const late = named.find((one) => one.uniqueName === uniqueName);
  if (late !== undefined) return { application: await whole(late, directory), namesakes: [] };
  const [only, ...others] = named;
  return only !== undefined && others.length === 0
    ? { application: await whole(only, directory), namesakes: [] }
    : { application: undefined, namesakes: named };
}

/** Lists leave out the keys of certificates, without which none can be added. */
async function whole(
  { id }: Application,
  directory: EntraDirectory,
): Promise<Application | undefined> {
  return directory.application({ id });
}

async function findDeleted(
  { application: name, role }: Question,
  directory: EntraDirectory,
): Promise<readonly Application[]> {
  const deleted = await directory.deletedApplications(APPLICATION_TAG);
  return deleted.filter(({ uniqueName, tags }) =>
    name === undefined ? tags.includes(roleTag(role.text)) : uniqueName === name.uniqueName,
  );
}

async function awsSide(
  question: Question,
  version: TokenVersion,
  role: Role | undefined,
  account: IdentityAccount,
): Promise<AwsSide> {
  const named = providerFor(question, version);
  const [provider, attachedPolicies, inlinePolicies, neighbours] = await Promise.all([
    account.provider(named.arn),
    role === undefined ? [] : account.attachedPolicies(role.arn),
    question.inlinePolicies && role !== undefined ? account.inlinePolicies(role.arn) : undefined,
    question.neighbours ? neighboursOf(named, account) : undefined,
  ]);
  return { provider, role, attachedPolicies, inlinePolicies, neighbours };
}
