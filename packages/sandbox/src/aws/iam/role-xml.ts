import type { XmlTree } from '../xml.ts';
import { writeTrustPolicy } from './policy-document.ts';
import type { RoleView } from './role.ts';
import { tagList } from './tags.ts';

/** What every operation says of a role. */
export function roleXml(role: RoleView): XmlTree {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.roleId,
    Arn: role.arn,
    CreateDate: toTheSecond(role.createdAt),
    AssumeRolePolicyDocument: writeTrustPolicy(role.trustPolicy),
  };
}

/** The boundary's type is `Policy` on the wire, whatever the service model says: recorded. */
export function boundaryXml({ permissionsBoundary: arn }: RoleView): XmlTree | undefined {
  return arn === undefined
    ? undefined
    : { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: arn };
}

export function lastUsedXml({ lastUsed }: RoleView): XmlTree {
  return lastUsed === undefined
    ? {}
    : { LastUsedDate: toTheSecond(lastUsed.date), Region: lastUsed.region };
}

/** Undefined when there is none: IAM then leaves the element out. */
export function tagsXml({ tags }: RoleView): XmlTree[] | undefined {
  return tags.size === 0 ? undefined : tagList(tags);
}

export function toTheSecond(date: Date): string {
  return date.toISOString().replace(/\.\d+/, '');
}
