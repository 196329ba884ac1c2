/** Options that a run lacks, of those that name the peers which the tables of `page` compare with. */
export function missingPeers(
  page: string,
  names: readonly string[],
  options: Readonly<Record<string, string | undefined>>,
): string[];
