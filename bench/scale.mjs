import { Figures, shown } from './figures.mjs';
import { table } from './table.mjs';

const ROLES = [1, 5, 20, 100];

/**
 * Many roles from one step.
 *
 * @returns the lines of a table, and the figures, by the number of roles
 */
export async function scale(field, peers, bench) {
  const steps = ROLES.map((roles) => ({ ...field.gitHubAction(roles), name: `${roles}`, roles }));
  const rounds = Math.ceil(bench.rounds / 2);
  const figures = await Figures.of([...steps, ...peers], { ...bench, rounds });
  const rows = steps.map(({ name, roles }) => {
    const { requests, connections } = figures.traffic(name);
    return [
      name,
      shown(figures.milliseconds(name)),
      shown(figures.ratio(name, '1'), 2),
      ...peers.map((peer) => `1/${shown(roles / figures.ratio(name, peer.name))}`),
      shown(figures.mebibytes(name)),
      requests,
      connections,
    ];
  });
  const heads = peers.map(({ name }) => `to as many runs of ${name}`);
  const head = ['roles', 'ms', 'to one role', ...heads, 'peak MiB', 'requests', 'connections'];
  return { lines: table(head, rows), figures };
}
