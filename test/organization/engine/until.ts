const EVERY_MS = 250;

/**
 * Asks again and again until there is an answer. What makes no sense yet, such as a role that is gone between
 * two calls, is an answer that is not there.
 *
 * @throws Error after `seconds`, with what `otherwise` tells
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  { seconds = 120, otherwise = () => '' }: { seconds?: number; otherwise?: () => string } = {},
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) {
      throw new Error(`not within ${seconds} seconds: ${what}\n${otherwise()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}
