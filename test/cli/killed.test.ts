import type { HttpRequest, InterceptResult, ServiceName } from '@entra-aws-creds/sandbox';
import { describe, expect, jest, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { type EmptyEstate, emptyEstate } from './administrator.ts';
import { outcomeOf } from './program.ts';

/** `npm run test:killed`: at every request, and not only at some. */
const IS_WHOLE = process.env['KILL_AT_EVERY_REQUEST'] !== undefined;
jest.setTimeout(IS_WHOLE ? 3_600_000 : 120_000);
const sandbox = await sandboxOfFile();

interface Case {
  readonly name: string;
  /** What was run before. */
  readonly before: readonly (readonly string[])[];
  readonly command: readonly string[];
  /** Requests of it at which it is killed in every run of the tests. */
  readonly sample: readonly number[];
}

const binding = ['--role', 'ROLE', '--yes'];
const SETUP = ['setup', '--application', 'web', '--certificate-path', 'pipeline.pem', ...binding];

const CASES: readonly Case[] = [
  { name: 'setup', before: [], command: SETUP, sample: [2, 8, 11, 16, 22] },
  {
    name: 'rotate',
    before: [SETUP],
    command: ['rotate', '--certificate-out', 'administrator.pem', '--overlap', '0', ...binding],
    sample: [4, 7, 11],
  },
  {
    name: 'teardown',
    before: [SETUP],
    command: ['teardown', '--purge', ...binding],
    // Once the role is gone, the second run looks for it for two minutes, since the application lists it.
    sample: [5, 9, 14],
  },
];

const wordsFor = ({ account }: EmptyEstate, words: readonly string[]) =>
  words.map((word) => (word === 'ROLE' ? `arn:aws:iam::${account.id}:role/Deploy` : word));

async function estateBefore({ before }: Case): Promise<EmptyEstate> {
  const estate = emptyEstate(sandbox);
  for (const words of before) {
    const { status, stderr } = await estate.run(wordsFor(estate, words));
    if (status !== 0) throw new Error(stderr);
  }
  return estate;
}

/** What an administrator could find on both sides, by names that are the same for every estate. */
function stateOf({ tenant, account, administrator }: EmptyEstate): unknown {
  const apps = tenant.apps
    .filter((app) => app !== administrator)
    .map(({ displayName, certificates, servicePrincipal, registration }) => ({
      displayName,
      tags: registration.tags,
      certificates: certificates.map(({ fingerprint }) => fingerprint),
      hasServicePrincipal: servicePrincipal !== undefined,
    }));
  const roles = account.roles.map(({ name, trustPolicy, tags }) => ({
    name,
    trustPolicy,
    tags: [...tags],
  }));
  const providers = account.providers.map(({ url, clientIds }) => ({ url, clientIds }));
  const state = JSON.stringify({ apps, deleted: tenant.deletedApps.length, roles, providers });
  const names = new Map<string, string>();
  const named = (id: string) => names.get(id) ?? names.set(id, `ID ${names.size}`).get(id) ?? '';
  return JSON.parse(
    state
      .replaceAll(account.id, 'ACCOUNT')
      .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, named)
      .replace(/(?<=EntraAwsCreds)[0-9a-f]{32}/g, 'ID'),
  );
}

/** The command, which nobody disturbs, and how many requests it took. */
async function undisturbed(
  one: Case,
): Promise<{ readonly state: unknown; readonly requests: number }> {
  const estate = await estateBefore(one);
  const before = sandbox.requests.length;
  const { status, stderr } = await estate.run(wordsFor(estate, one.command));
  if (status !== 0) throw new Error(stderr);
  const state = stateOf(estate);
  estate.home.close();
  return { state, requests: sandbox.requests.length - before };
}

/** Runs the command and kills it at its `fatal`th request, before that was answered or after it was done. */
async function killedAt(
  fatal: number,
  isDone: boolean,
  estate: EmptyEstate,
  words: readonly string[],
) {
  let seen = 0;
  const child = estate.start(words);
  const kill = () => child.kill('SIGKILL');
  sandbox.intercept = (_: ServiceName, __: HttpRequest): InterceptResult => {
    seen += 1;
    if (seen !== fatal) return undefined;
    if (isDone) {
      return {
        fault: 'change',
        change: (response) => {
          kill();
          return response;
        },
      };
    }
    kill();
    return { fault: 'reset' };
  };
  const outcome = await outcomeOf(child);
  sandbox.intercept = undefined;
  return outcome;
}

describe.each(CASES)('$name, killed and run again, ends as it would have', (one) => {
  test(IS_WHOLE ? 'at every request' : 'at some of its requests', async () => {
    const { state, requests } = await undisturbed(one);
    const every = Array.from({ length: requests }, (_, index) => index + 1);
    const ends: unknown[] = [];
    for (const fatal of IS_WHOLE ? every : one.sample) {
      for (const isDone of IS_WHOLE ? [false, true] : [fatal % 2 === 0]) {
        const estate = await estateBefore(one);
        const words = wordsFor(estate, one.command);
        const killed = await killedAt(fatal, isDone, estate, words);
        const again = await estate.run(words);
        ends.push({
          fatal,
          isDone,
          killed: killed.status,
          again: again.status,
          state: stateOf(estate),
        });
        estate.home.close();
      }
    }
    expect(ends).toEqual(
      ends.map((end) => ({ ...(end as object), killed: null, again: 0, state })),
    );
  });
});
