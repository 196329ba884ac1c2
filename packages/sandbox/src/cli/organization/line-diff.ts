/** Both texts line by line: what went with `-`, what came with `+`. */
export function lineDiff(before: string, after: string): readonly string[] {
  const old = before.split('\n');
  const fresh = after.split('\n');
  const common = commonLengths(old, fresh);
  const lines: string[] = [];
  let [at, of] = [0, 0];
  while (at < old.length || of < fresh.length) {
    if (at < old.length && of < fresh.length && old[at] === fresh[of]) {
      lines.push(`  ${old[at]}`);
      at += 1;
      of += 1;
    } else if (
      of >= fresh.length ||
      (common(at + 1, of) >= common(at, of + 1) && at < old.length)
    ) {
      lines.push(`- ${old[at]}`);
      at += 1;
    } else {
      lines.push(`+ ${fresh[of]}`);
      of += 1;
    }
  }
  return lines;
}

/** How many lines the rests have in common, from a line of either on. */
function commonLengths(
  old: readonly string[],
  fresh: readonly string[],
): (at: number, of: number) => number {
  const rows = Array.from({ length: old.length + 1 }, () =>
    new Array<number>(fresh.length + 1).fill(0),
  );
  const length = (at: number, of: number) => rows[at]?.[of] ?? 0;
  for (let at = old.length - 1; at >= 0; at -= 1) {
    for (let of = fresh.length - 1; of >= 0; of -= 1) {
      const row = rows[at];
      if (row === undefined) continue;
      row[of] =
        old[at] === fresh[of]
          ? length(at + 1, of + 1) + 1
          : Math.max(length(at + 1, of), length(at, of + 1));
    }
  }
  return length;
}
