import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  ListOpenIDConnectProvidersCommand,
  ListOpenIDConnectProviderTagsCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
  TagOpenIDConnectProviderCommand,
  UntagOpenIDConnectProviderCommand,
  UpdateOpenIDConnectProviderThumbprintCommand,
} from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { iamClient, refusal } from './iam-client.ts';

const sandbox = await sandboxOfFile();
const account = sandbox.aws.account('123456789012');
const iam = iamClient(sandbox, account.user({ name: 'ada', isAdministrator: true }));

const Url = 'https://login.microsoftonline.com/7f1f3a06-0000-4000-8000-000000000001/v2.0';
const OpenIDConnectProviderArn = `arn:aws:iam::123456789012:oidc-provider/${Url.slice(8)}`;
const named = { OpenIDConnectProviderArn };
const NONE = [
  'NoSuchEntityException',
  404,
  `OpenIDConnect Provider not found for arn ${OpenIDConnectProviderArn}`,
];

beforeEach(() => {
  account.providers.length = 0;
});

describe('a provider', () => {
  test('is made, read, listed and removed', async () => {
    const made = await iam.send(
      new CreateOpenIDConnectProviderCommand({
        Url,
        ClientIDList: ['z', 'a', 'z'],
        ThumbprintList: ['A'.repeat(40)],
        Tags: [
          { Key: 'key', Value: 'value' },
          { Key: 'Key', Value: 'Value' },
        ],
      }),
    );
    expect(made).toMatchObject(named);
    const read = await iam.send(new GetOpenIDConnectProviderCommand(named));
    expect(read).toMatchObject({
      Url: Url.slice(8),
      ClientIDList: ['z', 'a'],
      ThumbprintList: ['a'.repeat(40)],
      Tags: [
        { Key: 'Key', Value: 'Value' },
        { Key: 'key', Value: 'value' },
      ],
    });
    expect(read.CreateDate).toBeInstanceOf(Date);
    const { OpenIDConnectProviderList } = await iam.send(new ListOpenIDConnectProvidersCommand());
    expect(OpenIDConnectProviderList).toEqual([{ Arn: OpenIDConnectProviderArn }]);
    await iam.send(new DeleteOpenIDConnectProviderCommand(named));
    expect(await refusal(iam.send(new GetOpenIDConnectProviderCommand(named)))).toEqual(NONE);
    expect(await refusal(iam.send(new DeleteOpenIDConnectProviderCommand(named)))).toEqual([
      'NoSuchEntityException',
      404,
      `OpenId connect Provider ${OpenIDConnectProviderArn} cannot be found.`,
    ]);
  });

  test('has a thumbprint without being given one, and each URL has one provider', async () => {
    const create = () => iam.send(new CreateOpenIDConnectProviderCommand({ Url }));
    await create();
    const { ThumbprintList, ClientIDList, Tags } = await iam.send(
      new GetOpenIDConnectProviderCommand(named),
    );
    expect([ThumbprintList?.length, ClientIDList, Tags]).toEqual([1, [], []]);
    expect(await refusal(create())).toEqual([
      'EntityAlreadyExistsException',
      409,
      `Provider with url ${Url} already exists.`,
    ]);
  });

  test.each([
    ['http://idp.example', 'ValidationError', 'Invalid Open ID Connect Provider URL'],
    ['https://idp.example/?q=value', 'InvalidInputException', 'Unknown'],
    ['https://idp.example/#fragment', 'InvalidInputException', 'Unknown'],
  ])('is not made of %s', async (url, name, message) => {
    const refused = iam.send(new CreateOpenIDConnectProviderCommand({ Url: url }));
    expect(await refusal(refused)).toEqual([name, 400, message]);
  });

  test('has one to five thumbprints', async () => {
    account.provider({ url: Url, clientIds: [] });
    const update = (ThumbprintList: string[]) =>
      iam.send(new UpdateOpenIDConnectProviderThumbprintCommand({ ...named, ThumbprintList }));
    await update(['C'.repeat(40), 'C'.repeat(40)]);
    expect(account.providers[0]?.thumbprints).toEqual(['c'.repeat(40), 'c'.repeat(40)]);
    expect(await refusal(update([]))).toEqual([
      'InvalidInputException',
      400,
      'Thumbprint list must contain at least one entry.',
    ]);
    expect(await refusal(update(Array(6).fill('b'.repeat(40))))).toEqual([
      'InvalidInputException',
      400,
      'Thumbprint list must contain fewer than 5 entries.',
    ]);
  });

  test('is one of a hundred', async () => {
    for (let index = 0; index < 100; index += 1) {
      account.provider({ url: `https://idp-${index}.example`, clientIds: [] });
    }
    expect(await refusal(iam.send(new CreateOpenIDConnectProviderCommand({ Url })))).toEqual([
      'LimitExceededException',
      409,
      'Cannot exceed quota for OpenIdConnectProvidersPerAccount: 100',
    ]);
  });
});

describe('client IDs', () => {
  const add = (ClientID: string) =>
    iam.send(new AddClientIDToOpenIDConnectProviderCommand({ ...named, ClientID }));
  const remove = (ClientID: string) =>
    iam.send(new RemoveClientIDFromOpenIDConnectProviderCommand({ ...named, ClientID }));

  test('are added and removed, twice without complaint, and are a hundred at most', async () => {
    const ids = Array.from({ length: 99 }, (_, index) => `client-${index}`);
    const provider = account.provider({ url: Url, clientIds: ids });
    await add('last');
    await add('last');
    expect(await refusal(add('one-too-many'))).toEqual([
      'LimitExceededException',
      409,
      'Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100',
    ]);
    await remove('client-0');
    await remove('client-0');
    expect(provider.clientIds).toEqual([...ids.slice(1), 'last']);
  });

  test('belong to a provider that exists', async () => {
    expect(await refusal(add('any'))).toEqual(NONE);
    expect(await refusal(remove('any'))).toEqual(NONE);
  });
});

test('tags are told apart by case, replaced, paged and removed', async () => {
  account.provider({ url: Url, clientIds: [], tags: { Team: 'One' } });
  const Tags = [
    { Key: 'team', Value: 'Two' },
    { Key: 'Team', Value: 'Three' },
  ];
  await iam.send(new TagOpenIDConnectProviderCommand({ ...named, Tags }));
  const first = await iam.send(new ListOpenIDConnectProviderTagsCommand({ ...named, MaxItems: 1 }));
  expect(first).toMatchObject({ IsTruncated: true, Tags: [{ Key: 'Team', Value: 'Three' }] });
  const { Marker } = first;
  const second = await iam.send(new ListOpenIDConnectProviderTagsCommand({ ...named, Marker }));
  expect(second).toMatchObject({ IsTruncated: false, Tags: [{ Key: 'team', Value: 'Two' }] });
  await iam.send(new UntagOpenIDConnectProviderCommand({ ...named, TagKeys: ['Team'] }));
  expect(account.providers[0]?.tags).toEqual(new Map([['team', 'Two']]));
});
