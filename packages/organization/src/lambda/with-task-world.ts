import {
  GraphClient,
  GraphDirectory,
  GraphRoleDirectory,
  graphOf,
  Iam,
  iamIdentityAccount,
  OwnedDirectory,
  type OwnRemovals,
  type RoleName,
} from '@entra-aws-creds/bindings';
import {
  type AccessToken,
  attemptOnline,
  logInAsAwsRole,
  type OnlinePlatform,
  type Platform,
  parseAccountId,
  RoleArn,
  signingKeys,
} from '@entra-aws-creds/core/programs';
import {
  assumeRole,
  parseRegion,
  type ServiceInputs,
  type SigningKeys,
} from '@entra-aws-creds/core/services';
import type { TaskWorld } from '../tasks/task-world.ts';
import { type CentralSettings, type Environment, readCentralSettings } from './environment.ts';
import { functionHost, type Log } from './function-host.ts';

/** What a function finds around it. */
export interface Around {
  readonly platform: Platform;
  readonly log: Log;
  readonly removals: OwnRemovals;
}

/**
 * Does `work` with both sides within reach: Entra as the automation's application, which trusts the role of
 * this function, and member accounts as the role there that trusts it.
 *
 * @throws StepFailure
 */
export async function withTaskWorld<T>(
  task: string,
  { platform, log, removals }: Around,
  work: (world: TaskWorld) => Promise<T>,
): Promise<T> {
  const { environment } = platform;
  const central = readCentralSettings(environment);
  const host = functionHost(environment, task, log);
  const never = new AbortController().signal;
  return attemptOnline(host, platform, never, async (online, services, jobLog) => {
    const { authorityHost } = services;
    const graph = graphOf(authorityHost, central.graphEndpoint);
    const aws = awsOf(services, keysIn(environment, online));
    const common = {
      clock: online.clock,
      wait: online.wait,
      randomFraction: online.randomFraction,
      signal: online.retryPolicy.signal,
      tell: (line: string) => jobLog.info(line),
    };
    const token = tokenOf(central, services, aws, graph.resource, online);
    const client = new GraphClient(graph.endpoint, async () => (await token()).jwt, online);
    const directory = new OwnedDirectory(
      new GraphDirectory(central.tenant, client),
      async () => (await token()).claims.subject,
    );
    return work({
      ...common,
      settings: { ...central, cloud: graph.cloud },
      directory: new GraphRoleDirectory(
        { ...central, cloud: graph.cloud, removals },
        { ...common, directory },
      ),
      accountOf: (address) => memberAccount(address, central.memberRole, services, aws, online),
    });
  });
}

/** Where STS is asked, and as whom. */
function awsOf(services: ServiceInputs, keys: SigningKeys) {
  const region = services.region ?? parseRegion('us-east-1');
  return { keys, region, endpoint: services.stsEndpointOf(region) };
}

type Aws = ReturnType<typeof awsOf>;

/** Lambda gives a function the credentials of its role in its environment. */
function keysIn(environment: Environment, { maskSecret }: OnlinePlatform): SigningKeys {
  const found = {
    accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
    sessionToken: environment['AWS_SESSION_TOKEN'],
  };
  return signingKeys(found, maskSecret);
}

/** Asked for once in a task, and only by one that speaks to Graph. */
function tokenOf(
  { tenant, clientId }: CentralSettings,
  { authorityHost }: ServiceInputs,
  aws: Aws,
  resource: string,
  online: OnlinePlatform,
): () => Promise<AccessToken> {
  let token: Promise<AccessToken> | undefined;
  return () => {
    token ??= logInAsAwsRole({ tenant, clientId, authorityHost }, resource, aws, online);
    return token;
  };
}

async function memberAccount(
  { partition, account }: Omit<RoleName, 'name'>,
  memberRole: string,
  services: ServiceInputs,
  { keys, region, endpoint }: Aws,
  online: OnlinePlatform,
) {
  const role = RoleArn.parse(`arn:${partition}:iam::${account}:role/${memberRole}`);
  const session = { role, sessionName: 'entra-aws-creds' };
  const assumed = await assumeRole(session, keys, region, endpoint, online);
  for (const secret of [assumed.secretAccessKey, assumed.sessionToken]) {
    online.maskSecret(secret.reveal());
  }
  const iam = new Iam(services.iamEndpointOf(role.partition), assumed, online);
  return iamIdentityAccount({ partition, account: parseAccountId(account) }, iam);
}
