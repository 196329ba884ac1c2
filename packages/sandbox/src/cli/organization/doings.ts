import type { Sandbox } from '../../sandbox.ts';

const GUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** What was written to Entra and to IAM, and what was dropped, from one look to the next. */
export class Doings {
  readonly #sandbox: Sandbox;
  readonly #calls: string[] = [];
  #seen: number;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
    this.#seen = sandbox.requests.length;
    sandbox.aws.onEvent(({ detail }) => this.#calls.push(`IAM ${detail.eventName}`));
  }

  /** Takes a line of a function's log. What it does can be seen otherwise; why it does nothing cannot. */
  logged(line: string): void {
    const entry = line.startsWith('{') ? (JSON.parse(line) as { readonly dropped?: string }) : line;
    if (typeof entry === 'string') this.#calls.push(entry);
    else if (entry.dropped !== undefined) this.#calls.push(`dropped, because ${entry.dropped}`);
  }

  /** Since the last time. */
  take(): readonly string[] {
    const requests = this.#sandbox.requests.slice(this.#seen);
    this.#seen = this.#sandbox.requests.length;
    const graph = requests
      .filter(({ service, method }) => service === 'graph' && method !== 'GET')
      .map(({ method, path }) => `Graph ${method} ${shortened(path)}`);
    const started = requests.filter(({ service }) => service === 'regional');
    const starts = started.map(() => 'Step Functions StartExecution');
    return [...graph, ...this.#calls.splice(0), ...starts];
  }
}

function shortened(path: string): string {
  return decodeURIComponent(path)
    .replace(/^\/(?:v1\.0|beta)\//, '')
    .replace(GUID, '…')
    .replace(/\((\w+)='[^']*'\)/, '($1=…)');
}
