/** What whoever runs the sandbox wrote cannot be meant. The message is a sentence for them. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}
