import {
  CreateRoleCommand,
  DeleteOpenIDConnectProviderCommand,
  DeleteRoleCommand,
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  type IAMClient,
  type Role,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { EntraApp, EntraTenant } from '@entra-aws-creds/sandbox';
import type { EngineAccount } from './engine-account.ts';
import type { Estate } from './estate.ts';
import { until } from './until.ts';

const PLACEHOLDER = 'entra-aws-creds';
const PATH = '/entra-aws-creds/';

type Tags = Readonly<Record<string, string>>;

/**
 * A role that lets in whoever the tenant's tokens are for, of which there is nobody yet; or whom `audience`
 * names.
 */
export async function createRole(
  { tenant }: Estate,
  { id, iam }: EngineAccount,
  name: string,
  { tags = {}, audience = PLACEHOLDER }: { tags?: Tags; audience?: string } = {},
): Promise<Role> {
  const { Role: role } = await iam.send(
    new CreateRoleCommand({
      RoleName: name,
      Path: PATH,
      AssumeRolePolicyDocument: trusting(id, issuerOf(tenant, 'v2'), audience),
      Tags: listed(tags),
    }),
  );
  if (role === undefined) throw new Error('no role was made');
  return role;
}

/** The trust of a role that nobody has bound yet, once more. */
export async function askAgain({ tenant }: Estate, { id, iam }: EngineAccount, name: string) {
  const trust = trusting(id, issuerOf(tenant, 'v2'), PLACEHOLDER);
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument: trust }));
}

/** The trust of a role that has nothing to do with the tenant. */
export async function trustAnother({ id, iam }: EngineAccount, name: string) {
  const trust = trusting(id, 'token.actions.githubusercontent.com', 'sts.amazonaws.com');
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument: trust }));
}

/** Sets a tag of the role. */
export async function tagRole({ iam }: EngineAccount, name: string, tags: Tags) {
  await iam.send(new TagRoleCommand({ RoleName: name, Tags: listed(tags) }));
}

function listed(tags: Tags) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function issuerOf({ id }: EntraTenant, version: 'v1' | 'v2'): string {
  return version === 'v1' ? `sts.windows.net/${id}/` : `login.microsoftonline.com/${id}/v2.0`;
}

function providerOf(account: string, issuer: string): string {
  return `arn:aws:iam::${account}:oidc-provider/${issuer}`;
}

function trusting(account: string, issuer: string, audience: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: providerOf(account, issuer) },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${issuer}:aud`]: audience } },
      },
    ],
  });
}

/** Where it is there. */
export async function deleteProvider(
  { tenant }: Estate,
  { id, iam }: EngineAccount,
  version: 'v1' | 'v2',
): Promise<void> {
  const OpenIDConnectProviderArn = providerOf(id, issuerOf(tenant, version));
  try {
    await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
  } catch (error) {
    if (!(error instanceof Error && error.name === 'NoSuchEntityException')) throw error;
  }
}

export function deleteRole({ iam }: Pick<EngineAccount, 'iam'>, name: string): Promise<unknown> {
  return iam.send(new DeleteRoleCommand({ RoleName: name }));
}

/** The application that the role lets in, once its trust policy and the provider say so, and Entra lists it. */
export function bound(
  estate: Estate,
  account: EngineAccount,
  name: string,
  seconds?: number,
): Promise<EntraApp> {
  return until(`the role ${name} is bound`, () => applicationOf(estate, account, name), {
    otherwise: estate.engine.output,
    ...(seconds !== undefined && { seconds }),
  });
}

/** Undefined while it is not bound. */
export async function applicationOf(
  estate: Estate,
  { id, iam }: EngineAccount,
  name: string,
): Promise<EntraApp | undefined> {
  const trust = await trustOf(iam, name);
  if (trust === undefined || trust.includes(`"${PLACEHOLDER}"`)) return undefined;
  const application = estate
    .applications()
    .find((one) => trust.includes(one.clientId) && trust.includes(one.servicePrincipalObjectId));
  const audiences = await audiencesOf(estate, { id, iam });
  return application && audiences.includes(application.clientId) ? application : undefined;
}

/** Undefined: there is no such role. */
export async function trustOf(iam: IAMClient, name: string): Promise<string | undefined> {
  try {
    const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: name }));
    return decodeURIComponent(role?.AssumeRolePolicyDocument ?? '');
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchEntityException') return undefined;
    throw error;
  }
}

/** What tokens may be for, by the account's provider for the tenant. */
export async function audiencesOf(
  { tenant }: Estate,
  { id, iam }: Pick<EngineAccount, 'id' | 'iam'>,
): Promise<readonly string[]> {
  const arn = providerOf(id, issuerOf(tenant, 'v2'));
  try {
    const input = { OpenIDConnectProviderArn: arn };
    const { ClientIDList: ids = [] } = await iam.send(new GetOpenIDConnectProviderCommand(input));
    return ids;
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchEntityException') return [];
    throw error;
  }
}

/** Resolves when the application is deleted, and nobody in the account is let in by it. */
export async function gone(
  estate: Estate,
  account: EngineAccount,
  { clientId }: EntraApp,
): Promise<void> {
  const isListed = () => estate.applications().some((one) => one.clientId === clientId);
  await until(
    `nothing of ${clientId} is left`,
    async () =>
      isListed() || (await audiencesOf(estate, account)).includes(clientId) ? undefined : true,
    { otherwise: estate.engine.output },
  );
}
