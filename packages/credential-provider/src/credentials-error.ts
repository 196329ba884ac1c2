interface CredentialsErrorDetails {
  /** Stable, and each has a section in the documentation that the message leads to. */
  readonly code: `EAC_${string}`;
  /** What to do about it. */
  readonly hint: string;
  /** Further lines, such as the statement that the trust policy lacks. */
  readonly notes: readonly string[];
  /** Whether it may be gone when the same is asked again. */
  readonly isTransient: boolean;
}

/**
 * Why there are no credentials. Chains of the AWS SDK know it for one of theirs, and end with it: whoever has
 * chosen an identity is not given another one. No text of it holds a secret.
 */
export class EntraCredentialsError extends Error implements CredentialsErrorDetails {
  override readonly name = 'CredentialsProviderError';
  readonly tryNextLink = false;
  readonly code: `EAC_${string}`;
  readonly hint: string;
  readonly notes: readonly string[];
  readonly isTransient: boolean;

  constructor(message: string, { code, hint, notes, isTransient }: CredentialsErrorDetails) {
    super(message);
    this.code = code;
    this.hint = hint;
    this.notes = notes;
    this.isTransient = isTransient;
  }
}
