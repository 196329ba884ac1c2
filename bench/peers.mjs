import { sectionIn } from './table.mjs';

export const TOKEN_FILE = 'peer, token file';
export const OIDC_TOKEN = 'peer, GitHub OIDC token';
export const TASK_START = 'peer, task start';

/** Those whom the command line names, each with what else of theirs it gives. */
export class Peers {
  #options;
  #tokenFile;

  /** @param tokenFile has a token that STS takes */
  constructor(options, tokenFile) {
    this.#options = options;
    this.#tokenFile = tokenFile;
  }

  /** Those that make an exchange. */
  exchanging(field) {
    return [this.fromTokenFile(field), this.fromOidcToken(field)].filter((one) => one);
  }

  all(field) {
    return [...this.exchanging(field), this.task(field)].filter((one) => one);
  }

  fromTokenFile(field) {
    const command = words(this.#options['peer-token-file']);
    return command && field.peerAction(TOKEN_FILE, command, this.#tokenFile);
  }

  fromOidcToken(field) {
    const command = words(this.#options.peer);
    return command && field.peerAction(OIDC_TOKEN, command);
  }

  /** After {@link fromOidcToken}. */
  cleanUp(field, exported) {
    const command = words(this.#options['peer-clean-up']);
    return command && field.peerCleanUp(`${OIDC_TOKEN}, clean-up`, command, exported);
  }

  task(field) {
    const command = words(this.#options['peer-task']);
    return command && field.peerTask(TASK_START, command);
  }

  /** What a job downloads of the action, a packed archive. */
  get archive() {
    return this.#options['peer-archive'];
  }

  /** The script of the task, whose folder is what a job downloads. */
  get taskScript() {
    return words(this.#options['peer-task'])?.at(-1);
  }
}

function words(command) {
  return command?.split(' ').filter((word) => word !== '');
}

/**
 * Options that a run lacks, of those that name the peers which the tables of a page compare with. Tables
 * without their columns would be worse than those that are there.
 *
 * @param page its text
 * @param names of the tables that are to be replaced
 */
export function missingPeers(page, names, options) {
  const tables = names.map((name) => sectionIn(page, name)).join('\n');
  const wanted = [
    [TOKEN_FILE, 'peer-token-file'],
    [OIDC_TOKEN, 'peer'],
    [TASK_START, 'peer-task'],
  ];
  return wanted
    .filter(([name, option]) => tables.includes(name) && options[option] === undefined)
    .map(([, option]) => `--${option}`);
}
