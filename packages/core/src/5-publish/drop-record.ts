import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { JobHost, JobVariable } from '../job/job-host.ts';
import { isJsonObject, parseJsonObject } from '../text/json-object.ts';
import type { PlannedFile } from './job-folder.ts';
import { PROFILE_POINTERS } from './rival-variables.ts';
import { CONFIG, CREDENTIALS } from './user-files.ts';

/**
 * What a step hands over that is credentials or leads to them, for a later step of the job that drops them.
 * It lies where every step can write, so it says only which variables were set and, as keyed digests, to
 * what: never what to give them.
 */
export interface DropRecord {
  readonly key: string;
  readonly variables: readonly DroppableVariable[];
}

interface DroppableVariable {
  readonly name: string;
  readonly digest: string;
}

export const KEY_VARIABLES = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

/** The variables that a drop may change. A region is nobody's secret, and stays. */
export function droppableNames(aliases: JobHost['aliases']): ReadonlySet<string> {
  return new Set([
    ...KEY_VARIABLES,
    ...Object.values(aliases).map(({ name }) => name),
    ...PROFILE_POINTERS,
    CREDENTIALS.variable,
    CONFIG.variable,
  ]);
}

export function dropRecordPath(folder: string): string {
  return join(folder, 'handed-over.json');
}

/** The record to write beside what else is in `folder`; undefined where there will be nothing to drop. */
export function dropRecordFile(
  folder: string,
  variables: readonly JobVariable[],
  aliases: JobHost['aliases'],
  key: string,
): PlannedFile | undefined {
  const names = droppableNames(aliases);
  const droppable = variables.filter(({ name }) => names.has(name));
  if (droppable.length === 0) return undefined;
  const record: DropRecord = {
    key,
    variables: droppable.map(({ name, value }) => ({ name, digest: digestOf(value, key) })),
  };
  return { path: dropRecordPath(folder), text: JSON.stringify(record) };
}

/** Whether `value` is what the step of `record` gave the variable. */
export function isHandedOver({ key, variables }: DropRecord, name: string, value: string): boolean {
  return variables.some((one) => one.name === name && one.digest === digestOf(value, key));
}

const KEY = /^[0-9a-f]{32}$/;
const DIGEST = /^[0-9a-f]{64}$/;
/** Twice as many as there are names. */
const MOST_VARIABLES = 20;

/**
 * A record, or undefined for what no step of ours has written: anybody may have put it there.
 *
 * @param names what it may speak of
 */
export function parseDropRecord(text: string, names: ReadonlySet<string>): DropRecord | undefined {
  const { key, variables } = parseJsonObject(text) ?? {};
  if (typeof key !== 'string' || !KEY.test(key)) return undefined;
  if (!Array.isArray(variables) || variables.length > MOST_VARIABLES) return undefined;
  const parsed = variables.map((one) => parseVariable(one, names));
  return parsed.includes(undefined)
    ? undefined
    : { key, variables: parsed.filter((one) => one !== undefined) };
}

function parseVariable(value: unknown, names: ReadonlySet<string>): DroppableVariable | undefined {
  if (!isJsonObject(value)) return undefined;
  const { name, digest } = value;
  const isOurs =
    typeof name === 'string' &&
    names.has(name) &&
    typeof digest === 'string' &&
    DIGEST.test(digest);
  return isOurs ? { name, digest } : undefined;
}

function digestOf(value: string, key: string): string {
  return createHmac('sha256', key).update(value).digest('hex');
}
