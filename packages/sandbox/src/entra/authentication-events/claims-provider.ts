/**
 * A custom claims provider: what an authentication event listener and its custom extension say together.
 *
 * @see https://learn.microsoft.com/graph/api/resources/ontokenissuancestartcustomextension
 */
export interface ClaimsProvider {
  readonly targetUrl: string;
  /** App ID URI of the application that stands for the provider: `api://{host of the URL}/{client ID}`. */
  readonly resourceId: string;
  /** 200 to 2000; 1000 unless set. */
  readonly timeoutInMilliseconds?: number;
  /** 0 or 1; which of them the service takes by itself is not documented. */
  readonly maximumRetries?: 0 | 1;
}

/** An entry of a claims mapping policy whose source is the claims provider. */
export interface ProvidedClaim {
  /** As the provider calls it, to the letter. */
  readonly id: string;
  readonly jwtClaimType: string;
}

/** What the sign-in log tells of a call, on the page "Authentication Events". */
export interface AuthenticationEvent {
  readonly correlationId: string;
  /** Undefined when the provider's claims were taken. */
  readonly errorCode: number | undefined;
  /** Of the last answer, if there was one. */
  readonly httpStatus: number | undefined;
  readonly attempts: number;
}

/**
 * Why a call came to nothing.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/custom-extension-troubleshoot#error-codes-reference
 */
export class CustomExtensionError extends Error {
  readonly errorCode: number;
  readonly httpStatus: number | undefined;
  /** Whether the provider is asked again; of statuses, this is a guess. */
  readonly passing: boolean;

  constructor(errorCode: number, name: string, httpStatus?: number, passing = false) {
    super(`${errorCode} ${name}`);
    this.errorCode = errorCode;
    this.httpStatus = httpStatus;
    this.passing = passing;
  }
}
