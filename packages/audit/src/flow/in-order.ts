/**
 * Does `work` for each of `items`, some of them at once, and gives the results in the order of the items. No more
 * than `atOnce` are begun and not yet taken: whoever takes slowly slows it down.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = [];
  for await (const item of items) {
    const result = work(item);
    // One that fails before its turn is told of when its turn comes.
    result.catch(() => {});
    begun.push(result);
    if (begun.length < atOnce) continue;
    const first = begun.shift();
    if (first !== undefined) yield await first;
  }
  for (const result of begun) yield await result;
}
