import { keyCredential } from '../entra-directory/graph-key-credential.ts';
import type { WantedCredential } from '../wish/wish.ts';
import { word } from './bash-text.ts';
import { placeholder } from './placeholder.ts';
import { type Printed, tagsOf, tokenVersionOf } from './printed.ts';

/** Entra's half for `az`, which leaves `$client_id` and `$subject` behind. */
export function entraCommands(printed: Printed): readonly string[] {
  const { tenant, application, credential, graph } = printed;
  const { displayName, uniqueName } = application;
  const address = `${graph.endpoint.href.replace(/\/$/, '')}/v1.0`;
  const body = {
    displayName,
    signInAudience: 'AzureADMyOrg',
    tags: tagsOf(printed, 'setup'),
    api: { requestedAccessTokenVersion: tokenVersionOf(printed) === 'v2' ? 2 : 1 },
    ...certificateIn(credential),
  };
  return [
    '# Entra: application, service principal and what it logs in with.',
    `graph=${word(address)}`,
    'tenant=$(az account show --query tenantId --output tsv)',
    `[ "$tenant" = ${tenant} ] || fail ${word(`az is logged in to another tenant: az login --tenant ${tenant}`)}`,
    '',
    'entra() {',
    `  az rest --resource ${word(graph.resource)} "$@"`,
    '}',
    '',
    `application="$graph/applications(uniqueName='${uniqueName}')"`,
    'client_id=$(if_any entra --method GET --uri "$application" --query appId --output tsv)',
    'if [ -z "$client_id" ]; then',
    `  client_id=$(entra --method PATCH --uri "$application" ${IF_MISSING} --query appId --output tsv --body ${word(JSON.stringify(body))})`,
    'else',
    '  echo "The application is there already, and stays as it is: client ID $client_id"',
    'fi',
    '',
    'service_principal() {',
    `  subject=$(if_any entra --method GET --uri "$graph/servicePrincipals(appId='$client_id')" --query id --output tsv) || return`,
    '  [ -n "$subject" ] ||',
    `    subject=$(entra --method POST --uri "$graph/servicePrincipals" --query id --output tsv --body ${word(JSON.stringify({ appId: placeholder('client_id') }))})`,
    '}',
    'patiently service_principal',
    ...federatedCommands(credential),
    'echo "Client ID $client_id, object ID of the service principal $subject"',
  ];
}

/** The application is made under its unique name, if nobody has by then. */
const IF_MISSING = '--headers Prefer=create-if-missing Content-Type=application/json';

function certificateIn(credential: WantedCredential): object {
  return credential.kind === 'certificate'
    ? { keyCredentials: [keyCredential(credential.certificate)] }
    : {};
}

function federatedCommands(credential: WantedCredential): readonly string[] {
  if (credential.kind !== 'federated') return [];
  return credential.credentials.map(({ name, issuer, subject, audience }) => {
    const body = word(JSON.stringify({ issuer, subject, audiences: [audience] }));
    return `patiently entra --method PATCH --uri "$graph/applications(appId='$client_id')/federatedIdentityCredentials(name='${name}')" ${IF_MISSING} --output none --body ${body}`;
  });
}
