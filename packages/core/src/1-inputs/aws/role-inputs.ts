import type { Platform } from '../../platform/platform.ts';
import type { InputName } from '../input-name.ts';
import { allRight, type InputReader, isRight, type OrWrong } from '../input-reader.ts';
import { type Profile, type ProfileName, parseProfileName, parseProfiles } from './profile.ts';
import type { Region } from './region.ts';
import { RoleArn } from './role-arn.ts';
import {
  LONGEST_CHAINED_SESSION_SECONDS,
  parseExternalId,
  parseRoles,
  type RoleChain,
} from './role-chain.ts';
import type { SessionDuration } from './session-duration.ts';
import { parseTags, parseTransitiveKeys, type SessionTags } from './session-tags.ts';
import { readEndpoints, type StsEndpoint } from './sts-endpoint.ts';

/** A role to assume with the Entra token, and where its credentials go. */
export interface RoleRequest {
  readonly role: RoleArn;
  readonly region: Region;
  readonly stsEndpoint: StsEndpoint;
  /** Roles to assume from there; the last one's credentials are what the job gets. */
  readonly chain: RoleChain;
  readonly profile: ProfileName | undefined;
}

export interface RoleInputs {
  /** `role-to-assume`: its credentials are exported. */
  readonly main: RoleRequest | undefined;
  /** `profiles`: their credentials are only written to files. */
  readonly profiles: readonly RoleRequest[];
}

export const NO_CHAIN: RoleChain = {
  roles: [],
  externalId: undefined,
  tags: { tags: [], transitiveKeys: [] },
};

/** Every role that is asked for, the main one first. */
export function allRequests({ main, profiles }: RoleInputs): readonly RoleRequest[] {
  return main === undefined ? profiles : [main, ...profiles];
}

/** Reads which roles to assume, and checks that they agree with each other and with the region. */
export function readRoles(
  reader: InputReader,
  region: OrWrong<Region>,
  duration: OrWrong<SessionDuration>,
  platform: Platform,
): OrWrong<RoleInputs> {
  const endpointOf = readEndpoints(reader, platform.environment);
  const profiles = reader.optional('profiles', parseProfiles, []);
  const chain = readChain(reader, duration);
  const role = reader.has('profiles')
    ? reader.optional('role-to-assume', RoleArn.parse, undefined)
    : reader.required('role-to-assume', RoleArn.parse);
  const profile = readProfileName(reader);
  const read = allRight({ endpointOf, profiles, chain, role, profile, region });
  return isRight(read) ? checkAgreement(reader, requestsOf(read)) : read;
}

interface ReadRoles {
  readonly endpointOf: (region: Region) => StsEndpoint;
  readonly profiles: readonly Profile[];
  readonly chain: RoleChain;
  readonly role: RoleArn | undefined;
  readonly profile: ProfileName | undefined;
  readonly region: Region;
}

function requestsOf({ endpointOf, profiles, chain, role, profile, region }: ReadRoles): RoleInputs {
  const main = role && { role, region, stsEndpoint: endpointOf(region), chain, profile };
  const others = profiles.map(({ name, role, region: own = region }) => ({
    role,
    region: own,
    stsEndpoint: endpointOf(own),
    chain: NO_CHAIN,
    profile: name,
  }));
  return { main, profiles: others };
}

/** Inputs that say something of `role-to-assume`, and nothing without it. */
function readProfileName(reader: InputReader): OrWrong<ProfileName | undefined> {
  if (reader.has('aws-profile') && !reader.has('role-to-assume')) {
    return reader.wrong(
      'EAC_INPUT_CONFLICT',
      '"aws-profile" is given without "role-to-assume".',
      'It names the profile of that role; the lines of "profiles" have names of their own.',
    );
  }
  return reader.optional('aws-profile', parseProfileName, undefined);
}

const CHAIN_ONLY: readonly InputName[] = ['role-external-id', 'custom-tags', 'transitive-tag-keys'];

function readChain(reader: InputReader, duration: OrWrong<SessionDuration>): OrWrong<RoleChain> {
  if (!reader.has('role-chain')) {
    const stray = CHAIN_ONLY.find((name) => reader.has(name));
    if (stray === undefined) return NO_CHAIN;
    return reader.wrong(
      'EAC_INPUT_CONFLICT',
      `"${stray}" is given without "role-chain".`,
      'The token exchange takes no external ID and no tags; they belong to the roles that are assumed after it.',
    );
  }
  if (!reader.has('role-to-assume')) {
    return reader.wrong(
      'EAC_INPUT_CONFLICT',
      '"role-chain" is given without "role-to-assume".',
      'Name the first role of the chain in "role-to-assume"; it is the one that trusts the token.',
    );
  }
  if (isRight(duration) && duration > LONGEST_CHAINED_SESSION_SECONDS) {
    return reader.wrong(
      'EAC_INPUT_CONFLICT',
      `"role-duration-seconds" is ${duration} and "role-chain" is given: AWS ends every session of a chained role after one hour.`,
      'Set it to 3600 or less; or let the last role trust the token itself, or use "refresh".',
    );
  }
  const roles = reader.parse('role-chain', reader.text('role-chain'), parseRoles);
  const externalId = reader.optional('role-external-id', parseExternalId, undefined);
  const tags = reader.optional('custom-tags', parseTags, []);
  const transitiveKeys = reader.optional(
    'transitive-tag-keys',
    (text) => parseTransitiveKeys(text, isRight(tags) ? tags : []),
    [],
  );
  const sessionTags = allRight<SessionTags>({ tags, transitiveKeys });
  return allRight<RoleChain>({ roles, externalId, tags: sessionTags });
}

function checkAgreement(reader: InputReader, inputs: RoleInputs): OrWrong<RoleInputs> {
  const { main, profiles } = inputs;
  const twice = profiles.find(({ profile }) => profile === main?.profile);
  if (twice !== undefined) {
    return reader.wrong(
      'EAC_INPUT_CONFLICT',
      `"aws-profile" and a line of "profiles" both name the profile ${twice.profile}.`,
      'Give each role a profile name of its own.',
    );
  }
  for (const { role, region, chain, profile } of allRequests(inputs)) {
    const stray = [role, ...chain.roles].find(({ partition }) => partition !== region.partition);
    if (stray !== undefined) {
      return reader.wrong(
        'EAC_INPUT_CONFLICT',
        `The role ${stray}${profile === undefined ? '' : ` of the profile ${profile}`} is in the partition ${stray.partition.id}, its region ${region.name} is in ${region.partition.id}.`,
        'A role can only be assumed in its own partition: correct "aws-region", the region of the profile, or the role.',
      );
    }
  }
  return inputs;
}
