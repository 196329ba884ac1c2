import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const camelCase = (name) => name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
const inputs = (values, nameOf) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`INPUT_${nameOf(name).toUpperCase()}`, value]),
  );

/** The files that a runner gives a step. */
const FILES = ['env', 'output', 'state', 'summary'];

/** Environments like those of a runner, an agent and a shell, with `folder` for files. */
export class Hosts {
  #node;
  #folder;
  #caFile;

  constructor({ node, folder, caFile }) {
    this.#node = node;
    this.#folder = folder;
    this.#caFile = caFile;
    for (const name of FILES) writeFileSync(join(folder, name), '');
    writeFileSync(join(folder, 'event.json'), '{}');
    mkdirSync(join(folder, 'temporary'), { recursive: true });
  }

  /** @see https://docs.github.com/actions/reference/workflows-and-actions/variables */
  gitHub(values) {
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
  azure(values) {
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

  shell(values) {
    const variables = Object.entries(values).map(([name, value]) => [
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
      NODE_EXTRA_CA_CERTS: this.#caFile,
    };
  }
}
