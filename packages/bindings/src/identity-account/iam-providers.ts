import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
} from '@aws-sdk/client-iam';
import { readTags, tagList } from './iam-answers.ts';
import type { Iam } from './iam-client.ts';
import { ABSENT, PRESENT } from './iam-failure.ts';
import type { IdentityAccount } from './identity-account.ts';

type Providers = Pick<
  IdentityAccount,
  'provider' | 'createProvider' | 'addAudience' | 'removeAudience' | 'deleteProvider'
>;

/** The account's OIDC providers, whose audiences IAM calls client IDs. */
export function iamProviders(iam: Iam): Providers {
  return {
    provider: async (arn) => {
      const answer = await iam.send({
        asking: `Reading the identity provider ${arn}`,
        action: 'iam:GetOpenIDConnectProvider',
        call: (client) =>
          client.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn })),
        accepted: [ABSENT],
      });
      if (answer === undefined) return undefined;
      const { Url = '', ClientIDList: audiences = [], Tags } = answer;
      return { arn, url: `https://${Url}`, audiences, tags: readTags(Tags) };
    },
    createProvider: async (url, audiences, tags) => {
      await iam.send({
        asking: `Creating the identity provider for ${url}`,
        action: 'iam:CreateOpenIDConnectProvider, iam:TagOpenIDConnectProvider',
        call: (client) =>
          client.send(
            new CreateOpenIDConnectProviderCommand({
              Url: url,
              ClientIDList: [...audiences],
              Tags: tagList(tags),
            }),
          ),
        accepted: [PRESENT],
      });
    },
    addAudience: async (OpenIDConnectProviderArn, ClientID) => {
      await iam.send({
        asking: `Adding the audience ${ClientID} to the identity provider`,
        action: 'iam:AddClientIDToOpenIDConnectProvider',
        call: (client) =>
          client.send(
            new AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID }),
          ),
      });
    },
    removeAudience: async (OpenIDConnectProviderArn, ClientID) => {
      await iam.send({
        asking: `Removing the audience ${ClientID} from the identity provider`,
        action: 'iam:RemoveClientIDFromOpenIDConnectProvider',
        call: (client) =>
          client.send(
            new RemoveClientIDFromOpenIDConnectProviderCommand({
              OpenIDConnectProviderArn,
              ClientID,
            }),
          ),
        accepted: [ABSENT],
      });
    },
    deleteProvider: async (OpenIDConnectProviderArn) => {
      await iam.send({
        asking: `Deleting the identity provider ${OpenIDConnectProviderArn}`,
        action: 'iam:DeleteOpenIDConnectProvider',
        call: (client) =>
          client.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn })),
        accepted: [ABSENT],
      });
    },
  };
}
