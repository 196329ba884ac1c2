import type { ApplicationCertificate } from '../entra-directory/application.ts';
import { isSameCertificate } from '../entra-directory/same-certificate.ts';
import type { Observed } from '../observe/observed.ts';
import type { EntraChange } from '../plan/change.ts';
import { isEnrolled, type NamedCertificate, sha256Of } from '../role-tags/named-certificates.ts';

/** One that its role has named at some time: it is named still, or goes. What nobody can tell apart is not. */
export function isFromTags(one: ApplicationCertificate): one is Known {
  return isEnrolled(one) && one.key !== undefined;
}

type Known = ApplicationCertificate & { readonly key: string };

/** What may log in is what the role names now, and none of before. What somebody else added stays. */
export function certificateChanges(
  named: readonly NamedCertificate[],
  { entra }: Observed,
): readonly EntraChange[] {
  const there = entra?.application?.certificates ?? [];
  const lacking = named.flatMap(({ certificate }) => {
    const has = there.some((one) => certificate && isSameCertificate(one, certificate));
    return certificate === undefined || has ? [] : [certificate];
  });
  const names = new Set(named.map(({ sha256 }) => sha256));
  const superfluous = there.filter((one) => isFromTags(one) && !names.has(sha256Of(one.key)));
  return [
    ...lacking.map((certificate) => ({ kind: 'add-certificate' as const, certificate })),
    ...superfluous.map((certificate) => ({ kind: 'remove-certificate' as const, certificate })),
  ];
}
