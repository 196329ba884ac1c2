/** Nobody is let in. */
export class CallerFailure extends Error {
  override readonly name = 'CallerFailure';
  /** `token`: it is not good; `keys`: those that would tell cannot be read. */
  readonly about: 'token' | 'keys';

  /** @param message what was found, as a sentence without its point: no secrets, no personal data */
  constructor(about: 'token' | 'keys', message: string, cause?: unknown) {
    super(message);
    this.about = about;
    // Not enumerable: what prints the error must not print what a library kept in its own.
    if (cause !== undefined) Object.defineProperty(this, 'cause', { value: cause });
  }
}
