import type { RoleArn } from '@entra-aws-creds/core/programs';
import { type IdentityProvider, identityProvider } from '@entra-aws-creds/trust-policy';
import type { TokenVersion } from '../binding.ts';
import type { BindingWorld } from '../binding-world.ts';
import type { EntraDirectory } from '../entra-directory/entra-directory.ts';
import type { IdentityAccount } from '../identity-account/identity-account.ts';
import type { Role } from '../identity-account/role.ts';
import { roleTag } from '../ownership.ts';
import { inEntra, inIam, onceThere, seenSoon } from '../settling.ts';
import { issuerOf } from '../wish/issuer.ts';
import { findApplication, findDeleted } from './find-application.ts';
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
export async function observe(question: Question, world: BindingWorld): Promise<Observed> {
  const { directory, account } = world;
  const seen = await account?.role(question.role.name);
  const entra = directory && (await entraSide(question, seen, directory, world));
  const role = seen ?? (account && (await lateRole(question, entra, account, world)));
  const version = question.tokenVersion ?? entra?.application?.tokenVersion ?? 'v2';
  const aws = account && (await awsSide(question, version, role, account, world));
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

/** The application lists it, so one answer that there is none does not count yet. */
async function lateRole(
  { role: { name, text }, awaitsRole }: Question,
  entra: EntraSide | undefined,
  account: IdentityAccount,
  world: BindingWorld,
): Promise<Role | undefined> {
  const isListed = entra?.application?.tags.includes(roleTag(text)) ?? false;
  if (!awaitsRole || !isListed) return undefined;
  return seenSoon(
    inIam('the role that the application lists can be read'),
    () => account.role(name),
    world,
  );
}

async function entraSide(
  question: Question,
  role: Role | undefined,
  directory: EntraDirectory,
  world: BindingWorld,
): Promise<EntraSide> {
  const { application, namesakes } = await findApplication(question, role, directory, world);
  const [servicePrincipal, federatedCredentials] =
    application === undefined
      ? [undefined, question.federatedCredentials ? [] : undefined]
      : await Promise.all([
          directory.servicePrincipal(application.clientId),
          question.federatedCredentials
            ? onceThere(
                inEntra('the federated credentials can be read'),
                () => directory.federatedCredentials(application.id),
                world,
              )
            : undefined,
        ]);
  const deleted = question.deleted ? await findDeleted(question, directory) : undefined;
  return { application, namesakes, deleted, servicePrincipal, federatedCredentials };
}

async function awsSide(
  question: Question,
  version: TokenVersion,
  role: Role | undefined,
  account: IdentityAccount,
  world: BindingWorld,
): Promise<AwsSide> {
  const named = providerFor(question, version);
  const ofRole = async <T>(read: (arn: RoleArn) => Promise<T>) =>
    role && onceThere(inIam('the policies of the role can be read'), () => read(role.arn), world);
  const [provider, attachedPolicies = [], inlinePolicies, neighbours] = await Promise.all([
    account.provider(named.arn),
    ofRole((arn) => account.attachedPolicies(arn)),
    question.inlinePolicies ? ofRole((arn) => account.inlinePolicies(arn)) : undefined,
    question.neighbours ? neighboursOf(named, account) : undefined,
  ]);
  return { provider, role, attachedPolicies, inlinePolicies, neighbours };
}
