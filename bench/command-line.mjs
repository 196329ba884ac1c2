import { Figures, shown } from './figures.mjs';
import { run } from './race.mjs';
import { table } from './table.mjs';

/**
 * The command line and what `refresh` runs, against what they are held to: an empty `node`, and the action's
 * own exchange.
 *
 * @returns the lines of a table, and the figures
 */
export async function commandLine(field, bench) {
  const held = [field.empty(), field.gitHubAction()];
  const contestants = [...held, field.exec(), field.credentialProcess(), await renewal(field)];
  const figures = await Figures.of(contestants, bench);
  const rows = contestants.map(({ name }) => [
    name,
    shown(figures.milliseconds(name)),
    ...held.map((other) => shown(figures.ratio(name, other.name), 2)),
    shown(figures.mebibytes(name)),
    figures.traffic(name).requests,
  ]);
  const heads = held.map(({ name }) => `to ${name}`);
  return { lines: table(['', 'ms', ...heads, 'peak MiB', 'requests'], rows), figures };
}

async function renewal(field) {
  field.takeFiles();
  await run(field.gitHubAction(1, { refresh: 'true' }));
  return field.renewal(field.takeFiles().exported);
}
