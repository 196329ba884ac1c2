import { accessDenied, QueryError } from '../../query-error.ts';
import { invalidToken } from './refusals.ts';

/**
 * The parameter is for access tokens of Amazon and Facebook. With an OpenID Connect token it always
 * fails, each value in a way of its own.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export function refuseProviderId(providerId: string): never {
  switch (providerId) {
    case 'www.amazon.com':
      throw invalidToken('Provided Token is not a Login With Amazon token');
    case 'graph.facebook.com':
      throw new QueryError(
        'IDPRejectedClaim',
        'graph.facebook.com rejected OAuth token with response "Bad signature" and code 190',
        403,
      );
    default:
      throw accessDenied(
        'Unrecognized OAuth provider. Do not include a provider parameter when submitting OpenIDConnect ID tokens',
      );
  }
}
