/** A call that cannot be meant: exit status 64. The message is one sentence and holds no secret. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
  readonly hint: string;

  constructor(message: string, hint = '') {
    super(message);
    this.hint = hint;
  }
}
