import {
  copyFileSync,
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitHubJob, type Sandbox, type StandardScenario } from '@entra-aws-creds/sandbox';
import { mainInputs, REPOSITORY } from '../bundle/pipeline.ts';
import type { Services } from './client.ts';

/** A column of the table: what a step left for the clients to read. */
export interface Scenario {
  readonly heading: string;
  /** Named to the client outright. */
  readonly profile?: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly hostile?: boolean;
  /** Spaces in the path of the runner, its Node and its temporary folder. */
  readonly spaced?: boolean;
  /** The first credentials have ended by the time they are read. */
  readonly expired?: boolean;
}

const PROFILES = { profiles: 'deploy', 'role-to-assume': '' };

export const SCENARIOS: readonly Scenario[] = [
  { heading: 'variables', inputs: {} },
  { heading: 'plain profiles', inputs: PROFILES, profile: 'deploy' },
  { heading: '`refresh`', inputs: { refresh: 'true' } },
  { heading: 'after expiry', inputs: { refresh: 'true' }, expired: true },
  { heading: 'spaces in the paths', inputs: { refresh: 'true' }, spaced: true },
  { heading: 'hostile: variables', inputs: {}, hostile: true },
  { heading: 'hostile: `refresh`', inputs: { refresh: 'true' }, hostile: true },
  { heading: 'hostile: profiles', inputs: PROFILES, profile: 'deploy', hostile: true },
];

/** A job whose step has run. */
interface PreparedJob {
  /** The last line that a script prints. */
  run(command: string): Promise<string>;
  close(): Promise<void>;
}

const SHORT_SECONDS = 3;

export async function prepare(
  scenario: Scenario,
  sandbox: Sandbox,
  standard: StandardScenario,
  services: Services,
): Promise<PreparedJob> {
  const root = mkdtempSync(join(tmpdir(), scenario.spaced ? 'with some spaces ' : 'clients-'));
  const runner = scenario.spaced ? spacedRunner(root) : undefined;
  const job = new GitHubJob({
    ...(runner && { node: runner.node, folder: root }),
    env: {
      NODE_EXTRA_CA_CERTS: sandbox.caFile,
      ...(scenario.hostile && hostileVariables(sandbox, services, root)),
    },
    timeoutMs: 60_000,
  });
  const close = async () => {
    await job.close();
    rmSync(root, { recursive: true, force: true });
  };
  const { openSession } = sandbox.aws;
  if (scenario.expired) {
    sandbox.aws.openSession = (request) =>
      openSession.call(sandbox.aws, { ...request, durationSeconds: SHORT_SECONDS });
  }
  const dist = runner?.dist ?? join(REPOSITORY, 'dist');
  const { conclusion, log } = await job.step({
    main: join(dist, 'github-action/index.js'),
    inputs: { ...mainInputs(sandbox, standard), ...named(scenario.inputs, standard) },
  });
  sandbox.aws.openSession = openSession;
  if (conclusion !== 'success') {
    await close();
    throw new Error(`${scenario.heading}: the step failed\n${log.join('\n')}`);
  }
  if (scenario.expired) {
    await new Promise((resolve) => setTimeout(resolve, (SHORT_SECONDS + 0.5) * 1000));
  }
  return { run: async (command) => (await job.script(command)).log.at(-1) ?? '', close };
}

function named(
  inputs: Readonly<Record<string, string>>,
  { roleArn }: StandardScenario,
): Record<string, string> {
  const { profiles } = inputs;
  return { ...inputs, ...(profiles !== undefined && { profiles: `${profiles} = ${roleArn}` }) };
}

/** A runner of its own, with the bundles where a runner has actions. */
function spacedRunner(root: string) {
  const node = join(root, 'node of the runner');
  try {
    linkSync(process.execPath, node);
  } catch {
    copyFileSync(process.execPath, node);
  }
  const dist = join(root, 'actions of others', 'dist');
  mkdirSync(dist, { recursive: true });
  cpSync(join(REPOSITORY, 'dist'), dist, { recursive: true });
  return { node, dist };
}

/** All that a pod, an earlier step and a careless owner can leave at once; each says who it is not. */
export function hostileVariables(
  { aws }: Sandbox,
  { neighboursUrl }: Services,
  folder: string,
): Record<string, string> {
  const stranger = aws.account('666666666666').role({
    name: 'Stranger',
    trustPolicy: { Version: '2012-10-17', Statement: [] },
  });
  const session = aws.openSession({
    role: stranger,
    name: 'stranger',
    durationSeconds: 3600,
    policy: undefined,
    policyArns: [],
    tags: {},
    transitiveTagKeys: [],
    sourceIdentity: undefined,
  });
  const token = join(folder, 'token');
  writeFileSync(token, 'not a token');
  return {
    AWS_ACCESS_KEY_ID: session.accessKeyId,
    AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
    AWS_SESSION_TOKEN: session.sessionToken,
    AWS_ACCESS_KEY: session.accessKeyId,
    AWS_SECRET_KEY: session.secretAccessKey,
    AWS_SECURITY_TOKEN: session.sessionToken,
    AWS_CREDENTIAL_EXPIRATION: '2001-01-01T00:00:00Z',
    AWS_PROFILE: 'gone',
    AWS_DEFAULT_PROFILE: 'gone',
    AWS_ROLE_ARN: stranger.arn,
    AWS_ROLE_SESSION_NAME: 'pod',
    AWS_WEB_IDENTITY_TOKEN_FILE: token,
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/container',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${neighboursUrl}/container`,
  };
}
