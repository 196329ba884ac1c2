import { execFileSync } from 'node:child_process';
import { closeSync, copyFileSync, fsyncSync, openSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cleanUps } from './comparison.mjs';
import { shown } from './figures.mjs';
import { median, race, ratio } from './race.mjs';
import { table } from './table.mjs';

/**
 * A copy of `node` that no other process has open: what is mapped somewhere stays in memory.
 *
 * @returns its path
 */
export function ownNode(node, folder) {
  const copy = join(folder, 'node');
  copyFileSync(node, copy);
  // Only what is on the disk can be dropped.
  const file = openSync(copy, 'r+');
  fsyncSync(file);
  closeSync(file);
  return copy;
}

/**
 * The steps where nothing of `node` and of the bundles is in memory, as on a machine that was started for one
 * job. The system's libraries are; no program can take those away from others.
 *
 * @param field runs the node of {@link ownNode}
 * @returns the lines of a table, or one that says why there is none
 */
export async function coldDisk(field, peers, { rounds }) {
  const floor = field.floor();
  const [cleanUp] = await cleanUps(field);
  const warm = [field.empty(), floor, field.gitHubAction(), cleanUp, ...peers];
  const obstacle = obstacleTo(warm[0]);
  if (obstacle !== undefined) return [`Not measured: ${obstacle}.`];
  const cold = warm.map((contestant) => ({
    ...contestant,
    name: `${contestant.name}, cold`,
    prepare: () => {
      contestant.prepare?.();
      for (const file of filesOf(contestant)) drop(file);
    },
  }));
  const times = await race([...warm, ...cold], Math.ceil(rounds / 2));
  const against = [floor, ...peers].map(({ name }) => name);
  const rows = warm.map(({ name }) => {
    const own = times.get(`${name}, cold`);
    return [
      name,
      shown(median(times.get(name))),
      shown(median(own)),
      ...against.map((other) => shown(ratio(own, times.get(`${other}, cold`)), 2)),
    ];
  });
  return table(['', 'warm, ms', 'cold, ms', ...against.map((name) => `to ${name}`)], rows);
}

/** Node, the script, what lies beside it, and core, which ours load. */
function filesOf({ command: [program, ...args] }) {
  const folders = args.filter((word) => /[/\\]/.test(word)).map((script) => dirname(script));
  const all = folders.flatMap((folder) => [folder, join(folder, '../core')]);
  return [program, ...all.flatMap(filesIn)];
}

function filesIn(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => join(folder, name));
  } catch {
    return [];
  }
}

/** @see https://www.gnu.org/software/coreutils/manual/html_node/dd-invocation.html (`nocache`) */
function drop(file) {
  execFileSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0', 'status=none']);
}

/** Why a file cannot be dropped from memory here, if so. */
function obstacleTo({ command: [program] }) {
  try {
    drop(program);
    const left = execFileSync('fincore', ['--bytes', '--noheadings', '--output', 'RES', program]);
    return Number(left) === 0 ? undefined : 'the files stay in memory here';
  } catch (error) {
    return `it takes \`dd\` and \`fincore\`, as Linux has them (${error.code ?? error.message})`;
  }
}
