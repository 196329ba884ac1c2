import { actionArchive, archiveFigures, peerTaskArchive, taskArchive } from './archives.mjs';
import { cleanUps } from './comparison.mjs';
import { shown } from './figures.mjs';
import { median, race, run } from './race.mjs';
import { table } from './table.mjs';

/** What a machine gets of a host that is not far away. */
const MEGABITS_A_SECOND = 100;

/**
 * From the download of a step to the end of its clean-up, for ours and for those of the peers that there are.
 *
 * @returns the lines of a table
 */
export async function waits(field, peers, { rounds, folder, sandbox }) {
  const [actionPost, taskPost] = await cleanUps(field);
  const exported = actionPost.env;
  const steps = [
    { main: field.gitHubAction(), post: actionPost, archive: actionArchive(folder) },
    { main: field.azureTask(), post: taskPost, archive: taskArchive(folder) },
    {
      main: peers.fromOidcToken(field),
      post: peers.cleanUp(field, exported),
      archive: peers.archive,
    },
    {
      main: peers.task(field),
      post: undefined,
      archive: peers.taskScript && peerTaskArchive(folder, peers.taskScript),
    },
  ].filter(({ main }) => main !== undefined);
  const phases = await phasesOf(
    steps.map(({ main }) => main),
    rounds,
    sandbox,
  );
  const posts = await race(
    steps.flatMap(({ post }) => post ?? []),
    rounds,
  );
  const columns = steps.map(({ main, post, archive }) => {
    const { bytes, unpackMs } = archive ? archiveFigures(archive, folder, rounds) : {};
    const downloadMs = bytes && (bytes * 8) / (MEGABITS_A_SECOND * 1000);
    const cleanUpMs = post && median(posts.get(post.name));
    return [downloadMs, unpackMs, ...phases.get(main.name), cleanUpMs];
  });
  const heads = ['download', 'unpacking', 'start', 'login', 'exchange', 'clean-up'];
  const rows = heads.map((head, row) => [head, ...columns.map((column) => shown(column[row]))]);
  const sums = columns.map((column) => shown(column.reduce((sum, ms) => sum + (ms ?? 0), 0)));
  return table(['ms', ...steps.map(({ main }) => main.name)], [...rows, ['together', ...sums]]);
}

/** By name: medians of the time until somebody is asked, from then until STS is, and from then to the end. */
async function phasesOf(contestants, rounds, sandbox) {
  const runs = new Map(contestants.map(({ name }) => [name, []]));
  for (const contestant of contestants) await run(contestant);
  for (let round = 0; round < rounds; round += 1) {
    for (const contestant of contestants) {
      const { requests: before } = await sandbox.traffic();
      const { begun, milliseconds } = await run(contestant);
      const requests = await sandbox.requestsFrom(before);
      runs.get(contestant.name).push(phases(begun, milliseconds, requests));
    }
  }
  return new Map(
    [...runs].map(([name, all]) => [
      name,
      [0, 1, 2].map((phase) => {
        const times = all.flatMap((one) => one[phase] ?? []);
        return times.length === 0 ? undefined : median(times);
      }),
    ]),
  );
}

function phases(begun, milliseconds, requests) {
  const end = begun + milliseconds;
  const first = requests[0]?.at;
  const sts = requests.find(({ service }) => service === 'sts')?.at;
  if (first === undefined || sts === undefined) return [milliseconds];
  return [first - begun, sts - first, end - sts];
}
