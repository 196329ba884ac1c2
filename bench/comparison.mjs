import { Figures, shown } from './figures.mjs';
import { run } from './race.mjs';
import { table } from './table.mjs';

/**
 * The steps against the floor and the peers.
 *
 * @param bench what runs it: `rounds`, `folder`, `sandbox`
 * @param peers contestants
 * @returns the lines of a table, and the figures
 */
export async function comparison(field, peers, bench) {
  const floor = field.floor();
  const contestants = [
    field.empty(),
    floor,
    field.gitHubAction(),
    field.azureTask(),
    ...(await cleanUps(field)),
    ...peers,
  ];
  const figures = await Figures.of(contestants, bench);
  const against = [floor, ...peers].map(({ name }) => name);
  const rows = contestants.map(({ name }) => {
    const { requests, connections } = figures.traffic(name);
    return [
      name,
      shown(figures.milliseconds(name)),
      ...against.map((other) => shown(figures.ratio(name, other), 2)),
      shown(figures.mebibytes(name)),
      requests,
      connections,
    ];
  });
  const heads = against.map((name) => `to ${name}`);
  const lines = table(['', 'ms', ...heads, 'peak MiB', 'requests', 'connections'], rows);
  return { lines, figures };
}

/** The clean-up steps, with what a main step has left for them. */
export async function cleanUps(field) {
  field.takeFiles();
  await run(field.gitHubAction());
  const { state, exported } = field.takeFiles();
  const { printed } = await run(field.azureTask());
  return [field.gitHubPost(state, exported), field.azurePost(stateOf(printed), exported)];
}

/** What a run of `azureTask` left for its clean-up, as the agent hands it on. */
function stateOf(printed) {
  const [, name, text] = /^##vso\[task\.settaskvariable variable=(\w+);[^\]]*\](.*)$/m.exec(
    printed,
  );
  const value = text.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%AZP25', '%');
  return { [`VSTS_TASKVARIABLE_${name.toUpperCase()}`]: value };
}
