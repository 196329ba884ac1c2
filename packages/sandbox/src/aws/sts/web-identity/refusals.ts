import { QueryError } from '../../query-error.ts';

/*
 * What STS says of a token that it does not take, word for word as recorded (September 2026, us-east-1).
 * Where no recording singles a case out, the function that refuses says so.
 */

/** A wrong signature, an audience or `azp` that is not registered: one text for all of them. */
export function notValidated(): QueryError {
  return invalidToken(
    'The web identity token provided could not be validated. See the AssumeRoleWithWebIdentity documentation for requirements.',
  );
}

/** With two spaces after the comma. */
export function noVerificationKey(): QueryError {
  return invalidToken(
    "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
  );
}

export function notAJwt(): QueryError {
  return invalidToken(
    'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
  );
}

export function missingClaim(name: string): QueryError {
  return invalidToken(`Missing a required claim: ${name}`);
}

/** Clients take it for a failure of STS and try again. */
export function unknownFailure(): QueryError {
  return new QueryError('InternalFailure', 'Unknown error validating third-party token', 500);
}

export function invalidToken(message: string): QueryError {
  return new QueryError('InvalidIdentityToken', message);
}
