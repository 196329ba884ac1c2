import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { PersonScenario, Sandbox } from '@entra-aws-creds/sandbox';

const PROGRAM = fileURLToPath(new URL('../../dist/cli/index.js', import.meta.url));

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** KiB that a file may have, as on a disk that is full. */
  readonly room?: number;
  /** Gives it a terminal of its own, in which standard output and error are one. */
  readonly terminal?: boolean;
}

/** One who starts the program, with a home of their own and a browser that only writes down where it was sent. */
export class PersonAtTerminal {
  readonly home: string;
  readonly #sandbox: Sandbox;
  readonly #scenario: PersonScenario;
  readonly #visited: string;
  readonly #browser: string;

  constructor(sandbox: Sandbox, scenario: PersonScenario) {
    this.#sandbox = sandbox;
    this.#scenario = scenario;
    this.home = mkdtempSync(join(sandbox.directory, 'home-'));
    this.#visited = join(this.home, 'visited');
    this.#browser = join(this.home, 'browser.sh');
    writeFileSync(
      this.#browser,
      `#!/bin/sh\nprintf '%s' "$*" > "${this.#visited}.new"\nmv "${this.#visited}.new" "${this.#visited}"\n`,
    );
    chmodSync(this.#browser, 0o755);
  }

  get caches(): string {
    return join(this.home, 'caches');
  }

  /** Who logs in where, for which role. */
  get flags(): readonly string[] {
    const { tenantId, clientId, roleArn } = this.#scenario;
    return [
      ...['--tenant-id', tenantId, '--client-id', clientId, '--role', roleArn],
      ...['--region', 'eu-west-1', '--authority-host', this.#sandbox.entraUrl],
      ...['--sts-endpoint', this.#sandbox.stsUrl],
    ];
  }

  start(args: readonly string[], { env = {}, room, terminal = false }: StartOptions = {}): Running {
    mkdirSync(this.caches, { recursive: true });
    const [program, before] =
      room === undefined
        ? [process.execPath, []]
        : ['/bin/bash', ['-c', `ulimit -f ${room}; exec "${process.execPath}" "$@"`, 'bash']];
    const line = [program, ...before, PROGRAM, ...args];
    const quoted = line.map((part) => `'${part.replaceAll("'", `'\\''`)}'`).join(' ');
    const [first = '', ...rest] = terminal ? ['script', '-qec', quoted, '/dev/null'] : line;
    const child = spawn(first, rest, {
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: this.home,
        XDG_CACHE_HOME: this.caches,
        NODE_EXTRA_CA_CERTS: this.#sandbox.caFile,
        BROWSER: this.#browser,
        ...env,
      },
    });
    return new Running(child);
  }

  run(args: readonly string[], options: StartOptions = {}): Promise<Ended> {
    return this.start(args, options).ended;
  }

  /** Where the browser was sent. */
  async visited(): Promise<string> {
    for (let looks = 0; looks < 300; looks += 1) {
      if (existsSync(this.#visited)) {
        const address = readFileSync(this.#visited, 'utf8');
        writeFileSync(this.#visited, '');
        if (address !== '') return address;
      }
      await sleep(50);
    }
    throw new Error('the browser was never sent anywhere');
  }

  /** Logs in as somebody would whose browser shows Entra's pages; @returns the page at the end. */
  async logInInBrowser(
    running: Running,
    typed: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const address = new URL(await this.visited());
    const redirect = await this.signIn(address, typed);
    const page = await fetch(redirect);
    const text = await page.text();
    await running.ended;
    return text;
  }

  /** What Entra sends the browser back to. */
  async signIn(address: URL, typed: Readonly<Record<string, string>> = {}): Promise<URL> {
    const { person } = this.#scenario;
    const answer = await this.#sandbox.handlers.entra({
      method: 'POST',
      path: address.pathname,
      query: address.search.slice(1),
      headers: { host: address.host },
      body: String(
        new URLSearchParams({
          login: person.userPrincipalName,
          password: person.password,
          button: 'next',
          ...typed,
        }),
      ),
    });
    const { location } = answer.headers;
    if (location === undefined) throw new Error(`Entra shows a page: ${answer.body}`);
    return new URL(location);
  }

  /** Types the code of a login on another machine, at the address that goes with it. */
  async typeCode(
    address: URL,
    code: string,
    typed: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const { person } = this.#scenario;
    await this.#sandbox.handlers.entra({
      method: 'POST',
      path: address.pathname,
      query: '',
      headers: { host: address.host },
      body: String(
        new URLSearchParams({
          user_code: code,
          login: person.userPrincipalName,
          password: person.password,
          ...typed,
        }),
      ),
    });
  }
}

/** The program while it runs. */
export class Running {
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  #stdout = '';
  #stderr = '';

  constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    this.ended = once(child, 'close').then(([status]) => ({
      status: status as number | null,
      stdout: this.#stdout,
      stderr: this.#stderr,
    }));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  interrupt(): void {
    this.#child.kill('SIGINT');
  }

  /** Waits for a line on standard error. */
  says(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#found(pattern, () => this.#stderr);
  }

  /** Waits for what the terminal shows, where it has one. */
  shows(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#found(pattern, () => this.#stdout);
  }

  type(text: string): void {
    this.#child.stdin?.write(text);
  }

  async #found(pattern: RegExp, said: () => string): Promise<RegExpExecArray> {
    for (let looks = 0; looks < 300; looks += 1) {
      const found = pattern.exec(said());
      if (found !== null) return found;
      await sleep(50);
    }
    throw new Error(`it never said ${pattern}: ${said()}`);
  }
}
