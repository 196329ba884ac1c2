import type { DeviceCodeRequest } from '@azure/msal-node';
import type { PersonalWay } from './personal-credential.ts';
import { inPersonsTime } from './persons-time.ts';
import { asked } from './public-client.ts';

/**
 * A person in the browser of another machine, for one that has none.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code
 */
export const deviceCode: PersonalWay = {
  name: 'device-code',
  inWords: 'a person by device code',
  ask: async ({ client, endpoint, person, platform, scopes }) => {
    const request: DeviceCodeRequest = {
      scopes,
      deviceCodeCallback: ({ userCode, verificationUri }) =>
        person.showCode({ userCode, verificationUri }),
    };
    return inPersonsTime(platform, (signal) => {
      // MSAL looks at it each time before it asks; nothing else ends its asking.
      signal.addEventListener('abort', () => Object.assign(request, { cancel: true }));
      return asked(endpoint, client.acquireTokenByDeviceCode(request));
    });
  },
};
