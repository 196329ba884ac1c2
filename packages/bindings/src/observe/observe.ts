import type { RoleArn } from '@entra-aws-creds/core/programs';
import { type IdentityProvider, identityProvider } from '@entra-aws-creds/trust-policy';
import type { TokenVersion } from '../binding.ts';
import type { BindingWorld } from '../binding-world.ts';
import type { EntraDirectory } from '../entra-directory/entra-directory.ts';
import type { IdentityAccount } from '../identity-account/identity-account.ts';
import type { Role } from '../identity-account/role.ts';
import { applicationIdOf, roleTag } from '../ownership.ts';
import { observePeople } from '../people/observe-people.ts';
import { inEntra, inIam, seenSoon, unlessGone } from '../settling.ts';
import { trustedProvider } from '../trust-statement.ts';
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
  const aws =
    account && (await awsSide(question, providerOf(question, entra, role), role, account, world));
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

/**
 * The one that is asked for; else the one of the tenant that the role trusts already, or that the application
 * suggests. A provider of somebody else in our statement is not followed.
 */
function providerOf(
  question: Question,
  entra: EntraSide | undefined,
  role: Role | undefined,
): IdentityProvider {
  const { tokenVersion, followsTrust } = question;
  const usual = providerFor(question, tokenVersion ?? entra?.application?.tokenVersion ?? 'v2');
  const clientId = entra?.application?.clientId ?? (role && applicationIdOf(role));
  if (tokenVersion !== undefined || !followsTrust || !role || !clientId) return usual;
  const trusted = trustedProvider(role.trustPolicy, clientId);
  const both = [providerFor(question, 'v1'), providerFor(question, 'v2')];
  return both.find(({ arn }) => arn === trusted?.arn) ?? usual;
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
            ? unlessGone(
                inEntra('the federated credentials can be read'),
                () => directory.federatedCredentials(application.id),
                world,
              )
            : undefined,
        ]);
  const deleted = question.deleted ? await findDeleted(question, directory) : undefined;
  const clientId = application?.clientId ?? (role && applicationIdOf(role));
  const people =
    world.people && (await observePeople(clientId, application, servicePrincipal, world.people));
  return { application, namesakes, deleted, servicePrincipal, federatedCredentials, people };
}

async function awsSide(
  question: Question,
  providerName: IdentityProvider,
  role: Role | undefined,
  account: IdentityAccount,
  world: BindingWorld,
): Promise<AwsSide> {
  const ofRole = async <T>(read: (arn: RoleArn) => Promise<T>) =>
    role && unlessGone(inIam('the policies of the role can be read'), () => read(role.arn), world);
  const [provider, attached, inlinePolicies, neighbours] = await Promise.all([
    account.provider(providerName.arn),
    ofRole((arn) => account.attachedPolicies(arn)),
    question.inlinePolicies ? ofRole((arn) => account.inlinePolicies(arn)) : undefined,
    question.neighbours ? neighboursOf(providerName, account) : undefined,
  ]);
  const isGone = attached === undefined;
  return {
    providerName,
    provider,
    role: isGone ? undefined : role,
    attachedPolicies: attached ?? [],
    inlinePolicies,
    neighbours,
  };
}
