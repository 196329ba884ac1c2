import {
  CreateRoleCommand,
  DeleteRoleCommand,
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  type IAMClient,
  type Role,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { EntraApp } from '@entra-aws-creds/sandbox';
import type { EngineAccount } from './engine-account.ts';
import type { Estate } from './estate.ts';
import { until } from './until.ts';

const PLACEHOLDER = 'entra-aws-creds';
const PATH = '/entra-aws-creds/';

/** A role that lets in whoever the tenant's tokens are for, of which there is nobody yet. */
export async function createRole(
  { tenant }: Estate,
  { id, iam }: EngineAccount,
  name: string,
): Promise<Role> {
  const issuer = `login.microsoftonline.com/${tenant.id}/v2.0`;
  const trust = trusting(`arn:aws:iam::${id}:oidc-provider/${issuer}`, issuer);
  const { Role: role } = await iam.send(
    new CreateRoleCommand({ RoleName: name, Path: PATH, AssumeRolePolicyDocument: trust }),
  );
  if (role === undefined) throw new Error('no role was made');
  return role;
}

/** The trust of a role that nobody has bound yet, once more. */
export async function askAgain(estate: Estate, { id, iam }: EngineAccount, name: string) {
  const issuer = `login.microsoftonline.com/${estate.tenant.id}/v2.0`;
  const trust = trusting(`arn:aws:iam::${id}:oidc-provider/${issuer}`, issuer);
  const input = { RoleName: name, PolicyDocument: trust };
  await iam.send(new UpdateAssumeRolePolicyCommand(input));
}

function trusting(provider: string, issuer: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: provider },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${issuer}:aud`]: PLACEHOLDER } },
      },
    ],
  });
}

export function deleteRole({ iam }: EngineAccount, name: string): Promise<unknown> {
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
  const arn = `arn:aws:iam::${id}:oidc-provider/login.microsoftonline.com/${tenant.id}/v2.0`;
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
