import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a client needs to find the sandbox. */
export interface Services {
  readonly caFile: string;
  readonly stsUrl: string;
  /** ECR, and a container's credentials. */
  readonly neighboursUrl: string;
  /** The sandbox's CA as Java reads it. */
  readonly trustStore: string;
}

/** A program of somebody else's that reads what the step leaves, and prints whose credentials it found. */
export interface Client {
  readonly name: string;
  /** As it is pinned in its folder. */
  readonly version: string;
  /** Programs without which it cannot be installed. */
  readonly needs: readonly string[];
  /** Clients that name the same folder are installed together. */
  readonly folder: string;
  install(): void;
  /** It knows no way to name a profile but `AWS_PROFILE`, which keys in the environment go before. */
  readonly onlyByVariable?: boolean;
  /** A line of shell that prints one ARN, read from `profile` where one is given. */
  command(services: Services, profile?: string): string;
}

const CLIENTS = fileURLToPath(new URL('.', import.meta.url));
const CACHE = join(CLIENTS, '../../.cache/clients');

/** Where the client's sources and pins are. */
export function sourceOf(folder: string): string {
  return join(CLIENTS, folder);
}

/** Where it is installed. */
export function installedAt(folder: string): string {
  return join(CACHE, folder);
}

export function pinOf(folder: string, file: string, pattern: RegExp): string {
  const version = pattern.exec(readFileSync(join(sourceOf(folder), file), 'utf8'))?.[1];
  if (version === undefined) throw new Error(`${folder}/${file} pins no ${pattern}`);
  return version;
}

/** Whether it is there, from the sources and pins that are in its folder now. */
export function isInstalled({ folder }: Pick<Client, 'folder'>): boolean {
  const mark = markOf(folder);
  return existsSync(mark) && readFileSync(mark, 'utf8') === digestOf(folder);
}

export function install(client: Client): void {
  if (isInstalled(client)) return;
  rmSync(installedAt(client.folder), { recursive: true, force: true });
  mkdirSync(installedAt(client.folder), { recursive: true });
  client.install();
  writeFileSync(markOf(client.folder), digestOf(client.folder));
}

function markOf(folder: string): string {
  return join(installedAt(folder), 'installed-from');
}

function digestOf(folder: string): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(sourceOf(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()) {
    hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}
