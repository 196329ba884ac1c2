import { MEMBER } from './developer.ts';
import type { OrganizationEstate } from './organization-estate.ts';

/**
 * What there is on both sides, without what is another each time: client IDs, unique IDs of roles and object
 * IDs are numbered in the order of their roles' names.
 */
export function endStateOf(estate: OrganizationEstate): object {
  const applications = [...estate.applications].sort((one, other) =>
    one.displayName < other.displayName ? -1 : 1,
  );
  const state = {
    applications: applications.map((one) => ({
      name: one.displayName,
      uniqueName: one.registration.uniqueName,
      tags: [...one.registration.tags].sort(),
      enabled: one.enabled,
      version: one.requestedAccessTokenVersion,
      federated: one.federatedCredentials.map(({ issuer, subject }) => ({ issuer, subject })),
    })),
    audiences: estate.provider()?.clientIds,
    trust: estate.member.roles
      .filter(({ path }) => path === '/entra-aws-creds/')
      .map(({ arn, trustPolicy, tags }) => ({ arn, trustPolicy, tags: [...tags] })),
  };
  const known = applications.flatMap(({ clientId, servicePrincipalObjectId }, index) => [
    [clientId, `client-${index}`],
    [clientId.replaceAll('-', ''), `client-${index}`],
    [servicePrincipalObjectId, `principal-${index}`],
  ]);
  let text = JSON.stringify(state).replaceAll(estate.tenant.id, 'tenant');
  for (const [id = '', name = ''] of known) text = text.replaceAll(id, name);
  for (const { roleId, name } of estate.member.roles)
    text = text.replaceAll(roleId, `id of ${name}`);
  return JSON.parse(
    text.replaceAll(MEMBER, 'member').replace(/entra-aws-creds-member-[\da-f]{20}/g, 'unique'),
  );
}
