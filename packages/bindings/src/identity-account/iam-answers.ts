import type { Role as IamRole, Tag } from '@aws-sdk/client-iam';
import { RoleArn } from '@entra-aws-creds/core/programs';
import { parseJsonObject, StepFailure } from '@entra-aws-creds/core/services';
import type { Role, Tags } from './role.ts';

/** @throws StepFailure `EAC_IAM_ANSWER` when it lacks what every role has */
export function readRole(role: IamRole | undefined): Role {
  const { Arn, RoleId, AssumeRolePolicyDocument } = role ?? {};
  const trustPolicy = parseJsonObject(decoded(AssumeRolePolicyDocument ?? ''));
  if (Arn === undefined || RoleId === undefined || trustPolicy === undefined) {
    throw new StepFailure(
      'EAC_IAM_ANSWER',
      'IAM answered with a role that lacks its ARN, its ID or its trust policy.',
      'Something else answered in its place: check "iam-endpoint" and any proxy on the way.',
      { answer: { service: 'IAM' } },
    );
  }
  return {
    arn: RoleArn.parse(Arn),
    roleId: RoleId,
    trustPolicy,
    tags: readTags(role?.Tags),
    maxSessionDuration: role?.MaxSessionDuration ?? USUAL_DURATION_SECONDS,
    permissionsBoundary: role?.PermissionsBoundary?.PermissionsBoundaryArn,
    created: role?.CreateDate?.toISOString(),
    lastUsed: role?.RoleLastUsed?.LastUsedDate?.toISOString(),
  };
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const USUAL_DURATION_SECONDS = 3600;

/** IAM escapes policies as in a URL, after RFC 3986. */
function decoded(document: string): string {
  try {
    return decodeURIComponent(document);
  } catch {
    return document;
  }
}

export function readTags(tags: readonly Tag[] | undefined): Tags {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

export function tagList(tags: Tags): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
