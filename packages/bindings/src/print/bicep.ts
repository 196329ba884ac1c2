import { keyCredential } from '../entra-directory/graph-key-credential.ts';
import { comment, type Printed, proofOf, tagsOf, tokenVersionOf } from './printed.ts';

/**
 * Entra's half for Bicep with its extension for Microsoft Graph.
 *
 * @see https://learn.microsoft.com/graph/templates/bicep/reference/applications
 */
export function printBicep(printed: Printed): string {
  const { application, credential } = printed;
  const body = {
    uniqueName: application.uniqueName,
    displayName: application.displayName,
    signInAudience: 'AzureADMyOrg',
    tags: tagsOf(printed, 'another tool'),
    api: { requestedAccessTokenVersion: tokenVersionOf(printed) === 'v2' ? 2 : 1 },
    ...(credential.kind === 'certificate' && {
      keyCredentials: [keyCredential(credential.certificate)],
    }),
  };
  const federated = credential.kind === 'federated' ? credential.credentials : [];
  const comments = [
    `The application ${application.uniqueName} in Entra. Deploy it with`,
    '  az deployment group create --resource-group GROUP --template-file FILE',
    "and give its outputs to whoever makes AWS's half: entra-aws-creds setup --only aws --client-id … --subject …",
    `Not proved here. To prove it in the pipeline: ${proofOf(printed, 'CLIENT_ID')}`,
  ];
  const lines = [
    ...comments.map((line) => comment('//', line)),
    '',
    "extension 'br:mcr.microsoft.com/bicep/extensions/microsoftgraph/v1.0:1.0.0'",
    '',
    `resource application 'Microsoft.Graph/applications@v1.0' = ${value(body)}`,
    '',
    `resource servicePrincipal 'Microsoft.Graph/servicePrincipals@v1.0' = {`,
    '  appId: application.appId',
    '}',
    '',
    ...federated.flatMap(({ name, issuer, subject, audience }, index) => [
      `resource federated${index + 1} 'Microsoft.Graph/applications/federatedIdentityCredentials@v1.0' = {`,
      `  name: '\${application.uniqueName}/${name}'`,
      `  issuer: ${value(issuer)}`,
      `  subject: ${value(subject)}`,
      `  audiences: ${value([audience], '  ')}`,
      '}',
      '',
    ]),
    'output clientId string = application.appId',
    'output subject string = servicePrincipal.id',
  ];
  return `${lines.join('\n')}\n`;
}

function value(json: unknown, indent = ''): string {
  if (typeof json === 'string') return text(json);
  if (typeof json !== 'object' || json === null) return String(json);
  const inner = `${indent}  `;
  const members = Array.isArray(json)
    ? json.map((one) => value(one, inner))
    : Object.entries(json).map(([name, member]) => `${name}: ${value(member, inner)}`);
  const [open, close] = Array.isArray(json) ? '[]' : '{}';
  return `${open}\n${members.map((one) => `${inner}${one}\n`).join('')}${indent}${close}`;
}

/** @see https://learn.microsoft.com/azure/azure-resource-manager/bicep/data-types#strings */
function text(plain: string): string {
  const escaped = plain
    .replace(/['\\]/g, '\\$&')
    .replaceAll('${', '\\${')
    .replace(/[^\x20-\x7e]/gu, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`);
  return `'${escaped}'`;
}
