import { readList } from '../query-protocol.ts';
import type { XmlTree } from '../xml.ts';
import type { IamCall, IamOperations } from './iam-call.ts';
import { readPage } from './paging.ts';
import { notFound, providerToWrite, readArn } from './provider-operations.ts';
import { addTags, readTags, removeTags, tagContext } from './tags.ts';

const TAG_CASE = 'told apart by case';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagOpenIDConnectProvider.html */
export const providerTagOperations: IamOperations = {
  TagOpenIDConnectProvider: (call) => {
    const tags = readTags(call.parameters, TAG_CASE);
    addTags(providerToWrite(call, tagContext(tags)).tags, tags, TAG_CASE);
    return undefined;
  },
  UntagOpenIDConnectProvider: (call) => {
    const keys = readList(call.parameters, 'TagKeys');
    const { tags } = providerToWrite(call, tagContext([], keys));
    removeTags(tags, call.parameters, TAG_CASE);
    return undefined;
  },
  ListOpenIDConnectProviderTags: listTags,
};

function listTags(call: IamCall): XmlTree {
  const { account, parameters } = call;
  const arn = readArn(call);
  const current = account.providers.find((provider) => provider.arn === arn);
  call.authorize({ arn, ...(current && { tags: current.tags }) });
  const provider = account.staleProviders.read(arn, current);
  if (!provider) throw notFound(arn);
  const page = readPage(parameters, [...provider.tags], ([key]) => key);
  return { Tags: page.items.map(([Key, Value]) => ({ Key, Value })), ...page.rest };
}
