import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, run } from './race.mjs';

const SAMPLE_EVERY_MICROSECONDS = 100;

/** One run says little: a sample is as long as what the machine was doing meanwhile. */
const RUNS = 15;

/**
 * Runs a contestant under V8's sampling profiler. Its bundle must have been built with source maps.
 *
 * @returns the file of the last profile, and by module the median of its own time in ms, the most expensive first
 */
export async function profile(contestant, folder) {
  const profiles = [];
  let file;
  for (let round = 0; round < RUNS; round += 1) {
    rmSync(folder, { recursive: true, force: true });
    await runProfiled(contestant, folder);
    const [name] = readdirSync(folder);
    file = join(folder, name);
    profiles.push(ownTimes(JSON.parse(readFileSync(file, 'utf8'))));
  }
  const names = new Set(profiles.flatMap((times) => [...times.keys()]));
  const modules = [...names].map((name) => [
    name,
    median(profiles.map((times) => times.get(name) ?? 0)),
  ]);
  return { file, modules: modules.sort(([, one], [, other]) => other - one) };
}

async function runProfiled(contestant, folder) {
  const [node, ...rest] = contestant.command;
  await run({
    ...contestant,
    command: [
      node,
      '--cpu-prof',
      `--cpu-prof-dir=${folder}`,
      `--cpu-prof-interval=${SAMPLE_EVERY_MICROSECONDS}`,
      ...rest,
    ],
  });
}

function ownTimes({ nodes, samples, timeDeltas }) {
  const sources = new Sources();
  const moduleOf = new Map(nodes.map(({ id, callFrame }) => [id, sources.moduleOf(callFrame)]));
  const times = new Map();
  for (const [index, id] of samples.entries()) {
    const module = moduleOf.get(id);
    times.set(module, (times.get(module) ?? 0) + timeDeltas[index] / 1000);
  }
  return times;
}

/** Leads back from a place in a bundle to the file that it was made of. */
class Sources {
  #maps = new Map();

  moduleOf({ url, functionName, lineNumber, columnNumber }) {
    if (url === '') return functionName;
    if (!url.startsWith('file:')) return 'node';
    const source = this.#mapOf(url)?.findEntry(lineNumber, columnNumber).originalSource;
    return source === undefined ? url : nameOf(source);
  }

  #mapOf(url) {
    if (!this.#maps.has(url)) this.#maps.set(url, readMap(fileURLToPath(url)));
    return this.#maps.get(url);
  }
}

function readMap(file) {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  } catch {
    return undefined;
  }
}

function nameOf(source) {
  const path = source.slice(source.lastIndexOf('node_modules/') + 1);
  return path.replace(/^ode_modules\//, '').replace(/^(?:\.\.\/)*(?:webpack:\/\/\/?)?/, '');
}
