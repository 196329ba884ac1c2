import {
  type BindingWorld,
  type ExpectedAccount,
  type IdentityAccount,
  openIdentityAccount,
  type TenantGuid,
} from '@entra-aws-creds/bindings';
import type { OnlinePlatform, Partition, ServiceInputs } from '@entra-aws-creds/core/services';
import { SERVICE_INPUTS } from '../administrator/administrator-flags.ts';
import { awsAdministrator } from '../administrator/aws-administrator.ts';
import type { Invocation } from '../command.ts';
import { type CommandLineInputs, readCommandLineInputs } from '../flags/command-line-inputs.ts';
import { administratorDefaults, readDefaultsFile } from '../flags/defaults-file.ts';

/** What a command of set-up has within reach. */
export interface Reach {
  readonly world: BindingWorld;
  readonly online: OnlinePlatform;
  /** Where the services are, as this call was told. */
  readonly inputs: CommandLineInputs;
  /** Where STS is asked. */
  readonly region: string;
}

/** A call with what it was told of the services. */
interface Told {
  /** With the flags of an administrator that the defaults file has. */
  readonly invocation: Invocation;
  readonly inputs: CommandLineInputs;
}

/** What holds where the call says nothing: input, value, and where that is from. */
type Usual = readonly ['action-timeout-s' | 'tenant-id', string, string];

/** Replication can take a quarter of an hour on either side. */
const USUAL_TIME_LIMIT_SECONDS = 3600;

/**
 * @param planned where the call names no tenant
 * @throws WrongUsage
 */
export async function readServiceInputs(
  call: Invocation,
  planned: TenantGuid | undefined,
): Promise<Told> {
  const path = call.flags.value('config');
  const defaults = path === undefined ? undefined : readDefaultsFile(path);
  const flags = call.flags.orElse(administratorDefaults(defaults));
  const read = await readCommandLineInputs(SERVICE_INPUTS, flags, defaults, call.terminal);
  const usual: readonly Usual[] = [
    ['action-timeout-s', String(USUAL_TIME_LIMIT_SECONDS), 'the usual time'],
    ['tenant-id', planned ?? '', 'the plan'],
  ];
  const inputs = usual.reduce(
    (all, [name, value, origin]) =>
      all.read(name) === '' && value !== '' ? all.with(name, value, origin) : all,
    read,
  );
  return { invocation: { ...call, flags }, inputs };
}

/** @throws StepFailure `EAC_ADMIN_CREDENTIALS`, `EAC_STS_…` */
export async function openAccount(
  expected: ExpectedAccount,
  invocation: Invocation,
  services: ServiceInputs,
  online: OnlinePlatform,
): Promise<IdentityAccount> {
  const keys = await awsAdministrator(invocation, online.maskSecret);
  return openIdentityAccount(expected, keys, services, online);
}

/** Without either side. */
export function worldOf(
  { clock, wait, randomFraction, retryPolicy }: OnlinePlatform,
  log: { info(line: string): void },
): BindingWorld {
  return {
    directory: undefined,
    account: undefined,
    clock,
    wait,
    randomFraction,
    signal: retryPolicy.signal,
    tell: (line) => log.info(line),
  };
}

/** The one that is named, else that of IAM. */
export function regionOf(services: ServiceInputs, partition: Partition): string {
  return services.region?.name ?? services.iamEndpointOf(partition).signingRegion;
}
