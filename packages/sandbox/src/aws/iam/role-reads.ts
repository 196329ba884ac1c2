import type { XmlTree } from '../xml.ts';
import type { IamCall, IamOperations } from './iam-call.ts';
import { readPage } from './paging.ts';
import type { RoleView } from './role.ts';
import { roleToRead } from './role-access.ts';
import { boundaryXml, lastUsedXml, roleXml, tagsXml } from './role-xml.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export const roleReads: IamOperations = {
  GetRole: get,
  ListRoles: list,
};

function get(call: IamCall): XmlTree {
  const role = roleToRead(call);
  return {
    Role: {
      ...listedXml(role),
      PermissionsBoundary: boundaryXml(role),
      Tags: tagsXml(role),
      RoleLastUsed: lastUsedXml(role),
    },
  };
}

/** Without tags, boundary and last use: recorded, and documented. */
function list({ account, parameters, authorize }: IamCall): XmlTree {
  const prefix = parameters.get('PathPrefix') ?? '/';
  authorize({ arn: account.arn('iam', `role${prefix}`) });
  const roles = account.viewRoles().filter(({ path }) => path.startsWith(prefix));
  const page = readPage(parameters, roles, ({ name }) => name.toLowerCase());
  return { Roles: page.items.map(listedXml), ...page.rest };
}

function listedXml(role: RoleView): XmlTree {
  return {
    ...roleXml(role),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
  };
}
