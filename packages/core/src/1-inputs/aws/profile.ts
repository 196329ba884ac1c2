import { quote } from '../../text/log-line.ts';
import { InputProblem } from '../input-problem.ts';
import { parseRegion, type Region } from './region.ts';
import { RoleArn } from './role-arn.ts';

declare const brand: unique symbol;

/** A section's name in AWS configuration files. */
export type ProfileName = string & { readonly [brand]: 'ProfileName' };

/** One line of `profiles`: `name = role-arn` with an optional `, region`. */
export interface Profile {
  readonly name: ProfileName;
  readonly role: RoleArn;
  /** Undefined: the step's own region. */
  readonly region: Region | undefined;
}

/** What the AWS CLI, the SDKs and a `--profile` on a command line all take without quotes. */
const PROFILE_NAME = /^[A-Za-z0-9][\w.@+-]{0,63}$/;

/** @throws InputProblem unless `text` can be a profile's name */
export function parseProfileName(text: string): ProfileName {
  if (PROFILE_NAME.test(text)) return text as ProfileName;
  throw new InputProblem(
    `has the profile name ${quote(text)}`,
    'A profile name has up to 64 letters, digits and _.@+-, and begins with a letter or digit.',
  );
}

/**
 * The profiles of a text with one on each line; empty lines and lines that begin with `#` do not count.
 *
 * @throws InputProblem for the first line that is wrong, by its number
 */
export function parseProfiles(text: string): readonly Profile[] {
  const lines = text.split(/\r?\n/).map((line, index) => ({ line: line.trim(), at: index + 1 }));
  const profiles = lines
    .filter(({ line }) => line !== '' && !line.startsWith('#'))
    .map(({ line, at }) => parseLine(line, at));
  const names = new Set<string>();
  for (const { name } of profiles) {
    if (names.has(name)) {
      throw new InputProblem(
        `names the profile ${quote(name)} twice`,
        'Give each role a profile name of its own.',
      );
    }
    names.add(name);
  }
  return profiles;
}

const LINE = /^([^=]+)=([^,]+)(?:,(.+))?$/;

function parseLine(line: string, at: number): Profile {
  const [, name, role, region] = LINE.exec(line) ?? [];
  if (name === undefined || role === undefined) {
    throw new InputProblem(
      `has the line ${at} ${quote(line)}, which is not "name = role-arn"`,
      'Write one profile per line: name = arn:aws:iam::123456789012:role/name, optionally followed by a comma and a region.',
    );
  }
  try {
    return {
      name: parseProfileName(name.trim()),
      role: RoleArn.parse(role.trim()),
      region: region === undefined ? undefined : parseRegion(region.trim()),
    };
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error;
    throw new InputProblem(`has a mistake in line ${at}: it ${error.message}`, error.hint);
  }
}
