import { lengthBetween, violation } from '../parameter-constraints.ts';
import { QueryError, validationError } from '../query-error.ts';
import { readList } from '../query-protocol.ts';
import type { XmlTree } from '../xml.ts';
import type { IamCall, IamOperations } from './iam-call.ts';
import { createProvider, type OidcProvider } from './oidc-provider.ts';
import { checkQuota } from './quota.ts';
import { readTags, tagContext, tagList } from './tags.ts';

/**
 * OIDC providers. The words about thumbprints and about a provider that is not there are recorded.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
 * @see https://github.com/getscaf/sfu-fullstack-template/issues/75 for the words about one that is there
 */
export const providerOperations: IamOperations = {
  CreateOpenIDConnectProvider: create,
  GetOpenIDConnectProvider: get,
  ListOpenIDConnectProviders: list,
  DeleteOpenIDConnectProvider: remove,
  AddClientIDToOpenIDConnectProvider: addClientId,
  RemoveClientIDFromOpenIDConnectProvider: removeClientId,
  UpdateOpenIDConnectProviderThumbprint: updateThumbprint,
};

function create({ account, parameters, authorize }: IamCall): XmlTree {
  const url = lengthBetween(parameters, 'Url', 1, 255);
  if (!/^https:\/\/[^/]/.test(url)) throw validationError('Invalid Open ID Connect Provider URL');
  const tags = readTags(parameters, 'told apart by case');
  const clientIds = readList(parameters, 'ClientIDList');
  clientIds.forEach(checkClientId);
  const provider = createProvider(account, {
    url,
    clientIds,
    thumbprints: readThumbprints(parameters),
    tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
  });
  authorize({ arn: provider.arn }, tagContext(tags));
  if (account.providers.some(({ arn }) => arn === provider.arn)) {
    throw new QueryError('EntityAlreadyExists', `Provider with url ${url} already exists.`, 409);
  }
  checkQuota(
    'OpenIdConnectProvidersPerAccount',
    account.providers.length + 1,
    account.quotas.providers,
  );
  checkQuota(
    'ClientIdsPerOpenIdConnectProvider',
    provider.clientIds.length,
    account.quotas.clientIds,
  );
  account.beforeProviderWrite(provider.arn);
  account.providers.push(provider);
  return {
    OpenIDConnectProviderArn: provider.arn,
    Tags: tags.length > 0 ? tagList(provider.tags) : undefined,
  };
}

function get(call: IamCall): XmlTree {
  const { account } = call;
  const arn = readArn(call);
  const current = account.providers.find((provider) => provider.arn === arn);
  call.authorize({ arn, ...(current && { tags: current.tags }) });
  const provider = account.staleProviders.read(arn, current);
  if (!provider) throw notFound(arn);
  return {
    Url: urlOf(provider),
    ClientIDList: provider.clientIds,
    ThumbprintList: provider.thumbprints,
    CreateDate: provider.createdAt.toISOString(),
    Tags: tagList(new Map([...provider.tags].sort(byKey))),
  };
}

function list({ account, authorize }: IamCall): XmlTree {
  authorize({ arn: account.arn('iam', 'oidc-provider/*') });
  const current = new Map(account.providers.map((provider) => [provider.arn, provider]));
  const seen = account.staleProviders.readAll(current);
  return { OpenIDConnectProviderList: seen.map(({ arn }) => ({ Arn: arn })) };
}

function remove(call: IamCall): undefined {
  const { account } = call;
  const arn = readArn(call);
  const index = account.providers.findIndex((provider) => provider.arn === arn);
  const tags = account.providers[index]?.tags;
  call.authorize({ arn, ...(tags && { tags }) });
  if (index < 0) {
    throw new QueryError('NoSuchEntity', `OpenId connect Provider ${arn} cannot be found.`, 404);
  }
  account.beforeProviderWrite(arn);
  account.providers.splice(index, 1);
}

function addClientId(call: IamCall): undefined {
  const clientId = lengthBetween(call.parameters, 'ClientID', 1, 255);
  const { clientIds } = providerToWrite(call);
  if (clientIds.includes(clientId)) return;
  const { quotas } = call.account;
  checkQuota('ClientIdsPerOpenIdConnectProvider', clientIds.length + 1, quotas.clientIds);
  clientIds.push(clientId);
}

function removeClientId(call: IamCall): undefined {
  const clientId = lengthBetween(call.parameters, 'ClientID', 1, 255);
  const { clientIds } = providerToWrite(call);
  const index = clientIds.indexOf(clientId);
  if (index >= 0) clientIds.splice(index, 1);
}

function updateThumbprint(call: IamCall): undefined {
  const thumbprints = readThumbprints(call.parameters);
  if (thumbprints.length === 0) {
    throw new QueryError('InvalidInput', 'Thumbprint list must contain at least one entry.');
  }
  const provider = providerToWrite(call);
  provider.thumbprints.splice(0, 5, ...thumbprints.map((one) => one.toLowerCase()));
}

/** The provider that a call names, authorized and about to change. @throws QueryError */
export function providerToWrite(
  call: IamCall,
  context: Parameters<IamCall['authorize']>[1] = {},
): OidcProvider {
  const { account } = call;
  const arn = readArn(call);
  const provider = account.providers.find((one) => one.arn === arn);
  call.authorize({ arn, ...(provider && { tags: provider.tags }) }, context);
  if (!provider) throw notFound(arn);
  account.beforeProviderWrite(arn);
  return provider;
}

export function readArn({ parameters, account }: IamCall): string {
  const arn = lengthBetween(parameters, 'OpenIDConnectProviderArn', 20, 2048);
  if (arn.startsWith(account.arn('iam', 'oidc-provider/'))) return arn;
  throw new QueryError('InvalidInput', `Invalid ARN: ${arn}`);
}

export function notFound(arn: string): QueryError {
  return new QueryError('NoSuchEntity', `OpenIDConnect Provider not found for arn ${arn}`, 404);
}

/** Without the scheme, as recorded. */
function urlOf({ arn }: OidcProvider): string {
  return arn.replace(/^.*?:oidc-provider\//, '');
}

function readThumbprints(parameters: URLSearchParams): readonly string[] {
  const thumbprints = readList(parameters, 'ThumbprintList').filter((one) => one !== '');
  if (thumbprints.length > 5) {
    throw new QueryError('InvalidInput', 'Thumbprint list must contain fewer than 5 entries.');
  }
  const wrong = thumbprints.find((one) => one.length !== 40);
  if (wrong !== undefined) {
    throw violation(wrong, 'thumbprintList', 'Member must have length equal to 40');
  }
  return thumbprints;
}

function checkClientId(clientId: string): void {
  if (clientId.length >= 1 && clientId.length <= 255) return;
  throw violation(clientId, 'clientIDList', 'Member must have length from 1 to 255');
}

function byKey([a]: [string, string], [b]: [string, string]): number {
  return a < b ? -1 : Number(a > b);
}
