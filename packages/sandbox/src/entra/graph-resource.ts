import { EntraApp } from './app.ts';
import { ENTRA_CLOUDS } from './clouds.ts';

/** The client ID of Microsoft Graph in every tenant. */
export const GRAPH_CLIENT_ID = '00000003-0000-0000-c000-000000000000';

/** Of the public client "Microsoft Graph Command Line Tools" in every tenant. */
export const GRAPH_COMMAND_LINE_CLIENT_ID = '14d82eec-204b-4c2f-b7e8-296a70dab67e';

/** By the name of every cloud, with and without the slash that some clients put after it. */
export const GRAPH_AUDIENCES: readonly string[] = Object.values(ENTRA_CLOUDS).flatMap(
  ({ graphHost }) => [`https://${graphHost}`, `https://${graphHost}/`],
);

/**
 * The permissions that an app can be granted, by their IDs, as far as the sandbox looks at them.
 *
 * @see https://learn.microsoft.com/graph/permissions-reference
 */
const PERMISSIONS: Readonly<Record<string, string>> = {
  'Application.Read.All': '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30',
  'Application.ReadWrite.All': '1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9',
  'Application.ReadWrite.OwnedBy': '18a4783c-866b-4cc7-a460-3d5e5662c884',
  'AppRoleAssignment.ReadWrite.All': '06b708a9-e830-4db3-a914-8e69da51d44f',
  'CustomAuthenticationExtension.ReadWrite.All': 'c2667967-7050-4e7e-b059-4cbbb3811d03',
  'Directory.Read.All': '7ab1d382-f21e-4acd-a863-ba3e13f7da61',
  'EventListener.ReadWrite.All': '0edf5e9e-4ce8-468a-8432-d08631d18c43',
  'Group.Read.All': '5b567255-7703-4780-807c-7be8301ae99b',
  'GroupMember.Read.All': '98830695-27a2-44f7-8c18-0c3ebc9698f6',
  'Organization.Read.All': '498476ce-e0fe-48b0-b801-37ba7e2685c6',
  'Policy.Read.All': '246dd0d5-5bd0-4def-940b-0421030a5b68',
  'Policy.ReadWrite.ApplicationConfiguration': 'be74164b-cff1-491c-8741-e671cb536e13',
  'User.Read.All': 'df021288-bdef-4463-88db-98f22de89214',
};

/** Microsoft Graph as an application that tokens are asked for. */
export function graphResource(): EntraApp {
  const graph = new EntraApp({
    clientId: GRAPH_CLIENT_ID,
    displayName: 'Microsoft Graph',
    appIdUris: GRAPH_AUDIENCES,
  });
  graph.registration.appRoles = Object.entries(PERMISSIONS).map(([value, id]) => ({
    id,
    value,
    displayName: value,
    description: value,
    isEnabled: true,
    allowedMemberTypes: ['Application'],
  }));
  return graph;
}

/**
 * @see https://learn.microsoft.com/powershell/microsoftgraph/authentication-commands for its name and ID
 */
export function graphCommandLine(): EntraApp {
  return new EntraApp({
    clientId: GRAPH_COMMAND_LINE_CLIENT_ID,
    displayName: 'Microsoft Graph Command Line Tools',
    isPublicClient: true,
    redirectUris: [
      'http://localhost',
      'https://login.microsoftonline.com/common/oauth2/nativeclient',
    ],
  });
}
