import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const here = (name) => fileURLToPath(new URL(name, import.meta.url));

const camelCase = (name) => name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
const inputs = (values, nameOf) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`INPUT_${nameOf(name).toUpperCase()}`, value]),
  );

/**
 * What is raced: a command, and an environment like that of a runner or agent. `dist` holds the
 * bundles, `folder` takes files, `node` runs everything, `link` says where the services are.
 */
export class Field {
  #node;
  #dist;
  #folder;
  #sandbox;
  #link;

  constructor({ node, dist, folder, sandbox, link }) {
    this.#node = node;
    this.#dist = dist;
    this.#folder = folder;
    this.#sandbox = sandbox;
    this.#link = link;
    for (const name of ['env', 'output', 'state', 'summary', 'empty.mjs', 'event.json']) {
      writeFileSync(join(folder, name), name === 'event.json' ? '{}' : '');
    }
    mkdirSync(join(folder, 'temporary'), { recursive: true });
  }

  empty() {
    return this.#nodeProgram(
      'an empty `node`',
      [join(this.#folder, 'empty.mjs')],
      this.#gitHub({}),
    );
  }

  floor() {
    return this.#nodeProgram('floor', [here('floor.mjs')], this.#gitHub(this.#ownInputs(1)));
  }

  gitHubAction(roles = 1) {
    return this.#nodeProgram(
      'GitHub Action',
      [join(this.#dist, 'github-action/index.js')],
      this.#gitHub(this.#ownInputs(roles)),
    );
  }

  azureTask() {
    return this.#nodeProgram(
      'Azure DevOps task',
      [join(this.#dist, 'azure-devops-task/index.js')],
      this.#azure(this.#ownInputs(1)),
    );
  }

  /** What comes after {@link gitHubAction}, with the state and the variables that it left. */
  gitHubPost(state, exported) {
    return this.#nodeProgram(
      'GitHub Action, clean-up',
      [join(this.#dist, 'github-action-post/index.js')],
      {
        ...this.#gitHub({}),
        ...exported,
        ...Object.fromEntries(Object.entries(state).map(([key, value]) => [`STATE_${key}`, value])),
      },
    );
  }

  azurePost(state, exported) {
    return this.#nodeProgram(
      'Azure DevOps task, clean-up',
      [join(this.#dist, 'azure-devops-task-post/index.js')],
      { ...this.#azure({}), ...exported, ...state },
    );
  }

  /** The same exchange as {@link gitHubAction} for one command, which does nothing. */
  exec() {
    return this.#nodeProgram(
      'command line, `exec`',
      [join(this.#dist, 'cli/index.js'), 'exec', '--', 'true'],
      this.#commandLine(),
    );
  }

  /** Its first run fills the cache. */
  credentialProcess() {
    return this.#nodeProgram(
      'command line, `credential-process` from its cache',
      [join(this.#dist, 'cli/index.js'), 'credential-process'],
      this.#commandLine(),
    );
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
    return {
      name,
      command,
      env: {
        ...this.#gitHub(tokenFile === undefined ? common : { ...common, ...file }),
        ...(tokenFile === undefined && {
          ACTIONS_ID_TOKEN_REQUEST_URL: this.#link.oidc,
          ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'anything',
        }),
      },
    };
  }

  /** Somebody else's task: the inputs of AWSShellScript, and credentials that need no exchange. */
  peerTask(name, command) {
    const env = this.#azure({
      regionName: 'eu-west-1',
      scriptType: 'inline',
      inlineScript: 'true',
    });
    return {
      name,
      command,
      env: {
        ...env,
        AWS_ACCESSKEYID: 'AKIAIOSFODNN7EXAMPLE',
        SECRET_AWS_SECRETACCESSKEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
        VSTS_SECRET_VARIABLES: '["AWS.SecretAccessKey"]',
      },
    };
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

  #commandLine() {
    const variables = Object.entries(this.#ownInputs(1)).map(([name, value]) => [
      `ENTRA_AWS_CREDS_${name.replaceAll('-', '_').toUpperCase()}`,
      value,
    ]);
    return {
      ...this.#machine,
      XDG_CACHE_HOME: join(this.#folder, 'cache'),
      RUNNER_TEMP: join(this.#folder, 'temporary'),
      ...Object.fromEntries(variables),
    };
  }

  get #machine() {
    return {
      PATH: [dirname(this.#node), process.env['PATH']].join(delimiter),
      HOME: this.#folder,
      NODE_EXTRA_CA_CERTS: this.#sandbox.caFile,
    };
  }

  /** @see https://docs.github.com/actions/reference/workflows-and-actions/variables */
  #gitHub(values) {
    const file = (name) => join(this.#folder, name);
    return {
      ...this.#machine,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTION: '__self',
      GITHUB_ACTOR: 'octocat',
      GITHUB_EVENT_PATH: file('event.json'),
      GITHUB_REF: 'refs/heads/main',
      GITHUB_REPOSITORY: 'contoso/website',
      GITHUB_RUN_ID: '1234567890',
      GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
      GITHUB_WORKFLOW: 'deploy',
      GITHUB_WORKSPACE: root,
      GITHUB_ENV: file('env'),
      GITHUB_OUTPUT: file('output'),
      GITHUB_STATE: file('state'),
      GITHUB_STEP_SUMMARY: file('summary'),
      RUNNER_TEMP: file('temporary'),
      RUNNER_OS: 'Linux',
      ...inputs(values, (name) => name),
    };
  }

  /** @see https://learn.microsoft.com/azure/devops/pipelines/build/variables */
  #azure(values) {
    return {
      ...this.#machine,
      TF_BUILD: 'True',
      AGENT_TEMPDIRECTORY: join(this.#folder, 'temporary'),
      AGENT_VERSION: '4.248.0',
      AGENT_WORKFOLDER: this.#folder,
      BUILD_BUILDID: '4711',
      SYSTEM_TEAMPROJECT: 'Website',
      SYSTEM_DEFAULTWORKINGDIRECTORY: this.#folder,
      VSTS_PUBLIC_VARIABLES: '[]',
      VSTS_SECRET_VARIABLES: '[]',
      ...inputs(values, (name) =>
        name === 'action-timeout-s' ? 'taskTimeoutSeconds' : camelCase(name),
      ),
    };
  }
}

/** What a run of {@link Field.azureTask} left for its clean-up, as the agent hands it on. */
export function stateOf(printed) {
  const [, name, text] = /^##vso\[task\.settaskvariable variable=(\w+);[^\]]*\](.*)$/m.exec(
    printed,
  );
  const value = text.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%AZP25', '%');
  return { [`VSTS_TASKVARIABLE_${name.toUpperCase()}`]: value };
}
