import type { AuthenticationResult } from '@azure/msal-node';
import type { Audience } from '../../1-inputs/entra/audience.ts';
import type { EntraApplication } from '../../1-inputs/entra/entra-application.ts';
import { isGuid } from '../../1-inputs/entra/tenant-id.ts';
import {
  type AccessToken,
  checkAccessToken,
  parseAccessToken,
} from '../../2-entra-token/access-token.ts';
import { parseIdToken } from './id-token.ts';

/** Which of the tokens that a person's login brings is used, and what is asked for to get it. */
export interface WantedToken {
  /** Whether it can be for another application than the one that asks. */
  readonly isForOthers: boolean;
  scopes(audience: Audience): string[];
  in(result: AuthenticationResult): string;
  /** @throws StepFailure `EAC_TOKEN_…` */
  parse(
    text: string,
    login: EntraApplication,
    now: Date,
    answered: string | undefined,
  ): AccessToken;
}

/** For STS. MSAL asks for `openid`, `profile` and `offline_access` by itself; nothing else is needed. */
export const ID_TOKEN: WantedToken = {
  isForOthers: false,
  scopes: () => [],
  in: ({ idToken }) => idToken,
  parse: parseIdToken,
};

/**
 * For a service that acts on the person's behalf, such as Microsoft Graph. Permissions are asked for by their
 * names: what was consented to before, which `/.default` gives, may be less.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/scopes-oidc
 */
export function accessTokenFor(...permissions: readonly string[]): WantedToken {
  return {
    isForOthers: true,
    scopes: (audience) => permissions.map((permission) => `${audience}/${permission}`),
    in: ({ accessToken }) => accessToken,
    parse: (text, { tenant }, now, answered) => {
      const token = parseAccessToken(text);
      checkAccessToken(token, { id: tenant, isGuid: isGuid(tenant) }, now, answered);
      return token;
    },
  };
}
