import {
  applicationIdOf,
  OPT_IN_TAG,
  providerFor,
  type Role,
  type TokenVersion,
  trustedProvider,
} from '@entra-aws-creds/bindings';
import { type IdentityProvider, type PolicyJson, parsePolicy } from '@entra-aws-creds/trust-policy';
import type { Scope, Settings } from '../settings.ts';

const VERSIONS: readonly TokenVersion[] = ['v2', 'v1'];

/** That somebody wants the role bound, and to which tokens of the tenant. */
export interface Invitation {
  readonly tokenVersion: TokenVersion;
  readonly by: 'placeholder' | 'tag' | 'binding';
}

/**
 * Whether the role asks to be bound: by a trust statement with the placeholder for an audience, by its tag, or
 * because it is bound already. What trusts the tenant with an audience of its own is somebody's work, and is
 * left alone.
 */
export function invitationOf(
  role: Role,
  settings: Pick<Settings, 'tenant' | 'cloud' | 'placeholder' | 'scope'>,
): Invitation | undefined {
  if (!isInScope(role, settings.scope)) return undefined;
  const providers = VERSIONS.map((tokenVersion) => ({
    tokenVersion,
    provider: providerFor({ ...settings, role: role.arn }, tokenVersion),
  }));
  const trusting = providers.filter(({ provider }) => namesProvider(role.trustPolicy, provider));
  const { placeholder } = settings;
  for (const { tokenVersion, provider } of trusting) {
    const audiences = audiencesFor(role.trustPolicy, provider);
    if (audiences.includes(placeholder)) return { tokenVersion, by: 'placeholder' };
  }
  const clientId = applicationIdOf(role);
  const bound = clientId && trustedProvider(role.trustPolicy, clientId);
  const own = bound && providers.find(({ provider }) => provider.arn === bound.arn);
  if (own) return { tokenVersion: own.tokenVersion, by: 'binding' };
  if (role.tags[OPT_IN_TAG] === undefined || role.tags[OPT_IN_TAG] === 'false') return undefined;
  return { tokenVersion: trusting[0]?.tokenVersion ?? 'v2', by: 'tag' };
}

/** What it may not write to is not begun: an application would be left behind. */
function isInScope({ arn, tags }: Role, { path, tagged }: Scope): boolean {
  return arn.text.includes(`:role${path}`) && (!tagged || tags[OPT_IN_TAG] === 'true');
}

/** Whether the role has to do with the tenant at all, by its trust policy. */
export function trustsTenant(
  role: Pick<Role, 'arn' | 'trustPolicy'>,
  settings: Pick<Settings, 'tenant' | 'cloud'>,
): boolean {
  return VERSIONS.some((version) =>
    namesProvider(role.trustPolicy, providerFor({ ...settings, role: role.arn }, version)),
  );
}

function namesProvider(document: PolicyJson, { arn }: IdentityProvider): boolean {
  const statements = parsePolicy(document).policy?.statements ?? [];
  return statements.some(({ effect, principal }) => {
    const isNamed = principal.entries.some(({ value }) => value === arn);
    return effect === 'Allow' && !principal.negated && isNamed;
  });
}

function audiencesFor(
  document: PolicyJson,
  { arn, keyPrefix }: IdentityProvider,
): readonly string[] {
  const key = `${keyPrefix}:aud`.toLowerCase();
  return (parsePolicy(document).policy?.statements ?? [])
    .filter(({ principal }) => principal.entries.some(({ value }) => value === arn))
    .flatMap(({ conditions }) => conditions.filter((one) => one.key.toLowerCase() === key))
    .flatMap(({ values }) => values);
}
