import type { Observed, Wish } from '@entra-aws-creds/bindings';
import { shellWord } from '@entra-aws-creds/core/programs';

/** What whoever has the rights in AWS runs, once the half of Entra is there: with all that was asked of it here. */
export function otherHalf(wish: Wish, { entra }: Observed): string {
  const { audience, permissionsBoundary, maxSessionDuration } = wish;
  const { application, servicePrincipal } = entra ?? {};
  const flags: readonly (readonly [string, string | undefined])[] = [
    ['tenant-id', wish.tenant],
    ['client-id', application?.clientId],
    ['subject', servicePrincipal?.id],
    ['application', wish.application.displayName],
    ['role', wish.role.text],
    ['token-version', application?.tokenVersion === 'v1' ? '1.0' : undefined],
    ['audience', audience.mode === 'shared' ? audience.resource : undefined],
    ...wish.policies.map((policy) => ['policy-arn', policy] as const),
    ['permissions-boundary', permissionsBoundary],
    ['max-session-duration', maxSessionDuration?.toString()],
  ];
  const given = flags.flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${shellWord(value)}`],
  );
  const switches = wish.pinsResource ? [] : ['--no-oaud'];
  return ['entra-aws-creds setup --only aws', ...given, ...switches].join(' ');
}
