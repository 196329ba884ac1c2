import { runOnline } from '@entra-aws-creds/core/programs';
import {
  iamRegionOf,
  type OnlinePlatform,
  parseRegion,
  partitionById,
  type Region,
  type ServiceInputs,
  type SigningKeys,
} from '@entra-aws-creds/core/services';
import { AwsCaller } from '@entra-aws-creds/organization/deployed';
import { SERVICE_INPUTS } from '../administrator/administrator-flags.ts';
import { awsAdministrator } from '../administrator/aws-administrator.ts';
import type { Invocation } from '../command.ts';
import { platformOf, terminalHost } from '../exchange/terminal-host.ts';
import { type CommandLineInputs, readCommandLineInputs } from '../flags/command-line-inputs.ts';
import { administratorDefaults, readDefaultsFile } from '../flags/defaults-file.ts';
import { serviceEndpoints } from './service-endpoints.ts';

/** The central account within reach, with an administrator's rights. */
export interface CentralAccount {
  /** With the defaults of `--config`. */
  readonly invocation: Invocation;
  readonly inputs: CommandLineInputs;
  readonly services: ServiceInputs;
  readonly online: OnlinePlatform;
  readonly keys: SigningKeys;
  /** That of IAM's events, wherever else the user works. */
  readonly home: Region;
  readonly aws: AwsCaller;
}

/** A night over many accounts takes its time. */
const USUAL_TIME_LIMIT_SECONDS = 3600;

/**
 * Does `work` in the central account. What failed was said.
 *
 * @returns undefined when something failed
 * @throws WrongUsage
 */
export async function withCentralAccount<T>(
  call: Invocation,
  work: (central: CentralAccount) => Promise<T>,
): Promise<T | undefined> {
  const { terminal, cancelled } = call;
  const path = call.flags.value('config');
  const defaults = path === undefined ? undefined : readDefaultsFile(path);
  const flags = call.flags.orElse(administratorDefaults(defaults));
  const invocation = { ...call, flags };
  const read = await readCommandLineInputs(SERVICE_INPUTS, flags, defaults, terminal);
  const inputs =
    read.read('action-timeout-s') === ''
      ? read.with('action-timeout-s', String(USUAL_TIME_LIMIT_SECONDS), 'the usual time')
      : read;
  const endpointOf = serviceEndpoints(flags, terminal.environment);
  const loudness = flags.has('debug') ? 'everything' : 'warnings';
  const host = terminalHost(inputs, terminal, loudness, 'organization');
  return runOnline(host, platformOf(terminal), cancelled(), async (online, services) => {
    const keys = await awsAdministrator(invocation, (text) => online.maskSecret(text));
    const home = homeOf(services);
    const aws = new AwsCaller({ region: home, keys, endpointOf }, online);
    return work({ invocation, inputs, services, online, keys, home, aws });
  });
}

/** IAM is signed for the region that its events come in. */
function homeOf({ region }: ServiceInputs): Region {
  const partition = region?.partition ?? partitionById('aws');
  if (partition === undefined) throw new Error('the commercial partition is known');
  return parseRegion(iamRegionOf(partition));
}
