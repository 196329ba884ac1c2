import { readList } from '../query-protocol.ts';
import type { XmlTree } from '../xml.ts';
import type { IamCall, IamOperations } from './iam-call.ts';
import { readPage } from './paging.ts';
import { roleToRead, roleToWrite } from './role-access.ts';
import { addTags, readTags, removeTags, tagContext } from './tags.ts';

const TAG_CASE = 'one whatever case';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html */
export const roleTagOperations: IamOperations = {
  TagRole: (call) => {
    const tags = readTags(call.parameters, TAG_CASE);
    addTags(roleToWrite(call, tagContext(tags)).tags, tags, TAG_CASE);
    return undefined;
  },
  UntagRole: (call) => {
    const keys = readList(call.parameters, 'TagKeys');
    removeTags(roleToWrite(call, tagContext([], keys)).tags, call.parameters, TAG_CASE);
    return undefined;
  },
  ListRoleTags: listTags,
};

function listTags(call: IamCall): XmlTree {
  const { tags } = roleToRead(call);
  const page = readPage(call.parameters, [...tags], ([key]) => key);
  return { Tags: page.items.map(([Key, Value]) => ({ Key, Value })), ...page.rest };
}
