import type { NewCertificate } from '../entra-directory/application.ts';
import { type HclBlock, list, text } from './hcl.ts';
import { type Printed, tagsOf, tokenVersionOf } from './printed.ts';

const APPLICATION = 'azuread_application.pipeline';

/** What AWS's half has to know, where this half is in the same configuration. */
export const MADE_IDS = {
  clientId: `${APPLICATION}.client_id`,
  subject: 'azuread_service_principal.pipeline.object_id',
} as const;

/** Entra's half for the provider `azuread`. */
export function entraBlocks(printed: Printed): readonly HclBlock[] {
  const { tenant, application } = printed;
  const version = tokenVersionOf(printed) === 'v2' ? '2' : '1';
  return [
    { head: 'provider "azuread"', items: [['tenant_id', text(tenant)]] },
    {
      head: 'resource "azuread_application" "pipeline"',
      items: [
        ['display_name', text(application.displayName)],
        ['sign_in_audience', text('AzureADMyOrg')],
        ['tags', list(tagsOf(printed, 'another tool').map(text))],
        { head: 'api', items: [['requested_access_token_version', version]] },
      ],
    },
    {
      head: 'resource "azuread_service_principal" "pipeline"',
      items: [['client_id', `${APPLICATION}.client_id`]],
    },
    ...credentialBlocks(printed),
  ];
}

function credentialBlocks({ credential }: Printed): readonly HclBlock[] {
  switch (credential.kind) {
    case 'none':
      return [];
    case 'certificate':
      return [certificateBlock(credential.certificate)];
    case 'federated':
      return credential.credentials.map(({ name, issuer, subject, audience }) => ({
        head: `resource "azuread_application_federated_identity_credential" "${name}"`,
        items: [
          ['application_id', `${APPLICATION}.id`],
          ['display_name', text(name)],
          ['issuer', text(issuer)],
          ['subject', text(subject)],
          ['audiences', list([text(audience)])],
        ],
      }));
  }
}

function certificateBlock({ key, ends }: NewCertificate): HclBlock {
  const lines = key.match(/.{1,64}/g) ?? [];
  const pem = ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----'];
  return {
    head: 'resource "azuread_application_certificate" "pipeline"',
    items: [
      ['application_id', `${APPLICATION}.id`],
      ['type', text('AsymmetricX509Cert')],
      ['encoding', text('pem')],
      ['end_date', text(ends)],
      ['value', `join("\\n", ${list(pem.map(text))})`],
    ],
  };
}
