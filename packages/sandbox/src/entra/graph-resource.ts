import { EntraApp } from './app.ts';
import { entraClouds } from './clouds.ts';

/** The client ID of Microsoft Graph in every tenant. */
export const GRAPH_CLIENT_ID = '00000003-0000-0000-c000-000000000000';

/** Of the public client "Microsoft Graph Command Line Tools" in every tenant. */
export const GRAPH_COMMAND_LINE_CLIENT_ID = '14d82eec-204b-4c2f-b7e8-296a70dab67e';

/** By the name of every cloud, with and without the slash that some clients put after it. */
export const GRAPH_AUDIENCES: readonly string[] = Object.values(entraClouds).flatMap(
  ({ graphHost }) => [`https://${graphHost}`, `https://${graphHost}/`],
);

/** Microsoft Graph as an application that tokens are asked for. */
export function graphResource(): EntraApp {
  return new EntraApp({
    clientId: GRAPH_CLIENT_ID,
    displayName: 'Microsoft Graph',
    appIdUris: GRAPH_AUDIENCES,
  });
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
