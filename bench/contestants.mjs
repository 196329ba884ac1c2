import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Hosts } from './hosts.mjs';

const FLOOR = fileURLToPath(new URL('floor.mjs', import.meta.url));

/**
 * What is raced: a command, an environment like that of a runner or agent, and what is done before each run.
 * `dist` holds the bundles, `folder` takes files, `node` runs everything, `link` says where the services are.
 */
export class Field {
  #node;
  #dist;
  #folder;
  #sandbox;
  #link;
  #hosts;

  constructor({ node, dist, folder, sandbox, link }) {
    this.#node = node;
    this.#dist = dist;
    this.#folder = folder;
    this.#sandbox = sandbox;
    this.#link = link;
    this.#hosts = new Hosts({ node, folder, caFile: sandbox.caFile });
    writeFileSync(join(folder, 'empty.mjs'), '');
  }

  empty() {
    const script = join(this.#folder, 'empty.mjs');
    return this.#nodeProgram('an empty `node`', [script], this.#hosts.gitHub({}));
  }

  floor() {
    return this.#nodeProgram('floor', [FLOOR], this.#hosts.gitHub(this.#ownInputs(1)));
  }

  gitHubAction(roles = 1, more = {}) {
    return this.#nodeProgram(
      'GitHub Action',
      [join(this.#dist, 'github-action/index.js')],
      this.#hosts.gitHub({ ...this.#ownInputs(roles), ...more }),
    );
  }

  azureTask() {
    return this.#nodeProgram(
      'Azure DevOps task',
      [join(this.#dist, 'azure-devops-task/index.js')],
      this.#hosts.azure(this.#ownInputs(1)),
    );
  }

  /** What comes after {@link gitHubAction}, with the state and the variables that it left. */
  gitHubPost(state, exported) {
    const variables = Object.entries(state).map(([key, value]) => [`STATE_${key}`, value]);
    return this.#post('GitHub Action, clean-up', 'github-action-post', {
      ...this.#hosts.gitHub({}),
      ...exported,
      ...Object.fromEntries(variables),
    });
  }

  azurePost(state, exported) {
    return this.#post('Azure DevOps task, clean-up', 'azure-devops-task-post', {
      ...this.#hosts.azure({}),
      ...exported,
      ...state,
    });
  }

  /** The same exchange as {@link gitHubAction} for one command, which does nothing. */
  exec() {
    return this.#commandLine('command line, `exec`', ['exec', '--', 'true']);
  }

  /** Its first run fills the cache. */
  credentialProcess() {
    const name = 'command line, `credential-process` from its cache';
    return this.#commandLine(name, ['credential-process']);
  }

  /**
   * What AWS tools run when the first session of `refresh` has ended.
   *
   * @param exported what a step with `refresh` has left
   */
  renewal(exported) {
    const config = readFileSync(exported['AWS_CONFIG_FILE'], 'utf8');
    const [, call] = /^credential_process\s*=\s*(.+)$/m.exec(config);
    const command = call.trim().split(' ');
    const lastCredentials = command.at(-1).replace(/json$/, 'credentials.json');
    return {
      name: '`refresh`, first renewal',
      command,
      env: { ...this.#hosts.gitHub({}), ...exported },
      prepare: () => rmSync(lastCredentials, { force: true }),
    };
  }

  /** Somebody else's action, with the job's OIDC token or a token in a file. */
  peerAction(name, command, tokenFile) {
    const { roleArns } = this.#sandbox;
    const common = {
      'aws-region': 'eu-west-1',
      'role-to-assume': roleArns[0],
      'sts-endpoint': this.#link.sts,
      audience: 'sts.amazonaws.com',
    };
    const file = { 'web-identity-token-file': tokenFile };
    const env = this.#hosts.gitHub(tokenFile === undefined ? common : { ...common, ...file });
    const token = {
      ACTIONS_ID_TOKEN_REQUEST_URL: this.#link.oidc,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'anything',
    };
    return this.#peer(name, command, tokenFile === undefined ? { ...env, ...token } : env);
  }

  /** The clean-up of somebody else's action, with what ours has exported. */
  peerCleanUp(name, command, exported) {
    return this.#peer(name, command, { ...this.#hosts.gitHub({}), ...exported });
  }

  /** Somebody else's task: the inputs of AWSShellScript, and credentials that need no exchange. */
  peerTask(name, command) {
    const values = { regionName: 'eu-west-1', scriptType: 'inline', inlineScript: 'true' };
    return this.#peer(name, command, {
      ...this.#hosts.azure(values),
      AWS_ACCESSKEYID: 'AKIAIOSFODNN7EXAMPLE',
      SECRET_AWS_SECRETACCESSKEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      VSTS_SECRET_VARIABLES: '["AWS.SecretAccessKey"]',
    });
  }

  /** What the last run of {@link gitHubAction} exported and left for its clean-up. */
  takeFiles() {
    const take = (name) => {
      const text = readFileSync(join(this.#folder, name), 'utf8');
      writeFileSync(join(this.#folder, name), '');
      return Object.fromEntries(
        [...text.matchAll(/^(\S+?)(?:<<(\S+)\r?\n([\s\S]*?)\r?\n\2|=(.*))$/gm)].map(
          ([, key, , block, line]) => [key, block ?? line],
        ),
      );
    };
    take('output');
    take('summary');
    return { exported: take('env'), state: take('state') };
  }

  #nodeProgram(name, args, env) {
    return { name, command: [this.#node, ...args], env };
  }

  #commandLine(name, args) {
    const script = join(this.#dist, 'cli/index.js');
    return this.#nodeProgram(name, [script, ...args], this.#hosts.shell(this.#ownInputs(1)));
  }

  /** Each run finds the folder that the step has left. */
  #post(name, bundle, env) {
    const record = Object.values(env).find((value) => value.startsWith('{"key"'));
    const folder = join(this.#folder, 'temporary', JSON.parse(record).folder);
    return {
      ...this.#nodeProgram(name, [join(this.#dist, bundle, 'index.js')], env),
      prepare: () => {
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, 'handed-over.json'), record);
      },
    };
  }

  /** `node` in a peer's command is the one that runs everything. */
  #peer(name, [program, ...args], env) {
    return { name, command: [program === 'node' ? this.#node : program, ...args], env };
  }

  #ownInputs(roles) {
    const { tenantId, clientId, pem, audience, roleArns } = this.#sandbox;
    const profiles = roleArns.slice(1, roles).map((arn, index) => `role${index + 1} = ${arn}`);
    return {
      'tenant-id': tenantId,
      'client-id': clientId,
      certificate: pem,
      audience,
      'authority-host': this.#link.entra,
      'aws-region': 'eu-west-1',
      'role-to-assume': roleArns[0],
      'sts-endpoint': this.#link.sts,
      ...(profiles.length > 0 && { profiles: profiles.join('\n') }),
    };
  }
}
