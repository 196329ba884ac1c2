import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  EnableOutboundWebIdentityFederationCommand,
  GetRoleCommand,
  type IAMClient,
  type Tag,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type {
  AwsAccount,
  AwsRole,
  CloudTrailEvent,
  EntraApp,
  EntraTenant,
  IdentityPolicy,
  OidcProvider,
  Sandbox,
  TrustPolicy,
} from '@entra-aws-creds/sandbox';
import { nodePlatform, type Platform } from '../../../packages/core/src/programs.ts';
import {
  type Look,
  listAccountsHandler,
  type OrganizationAccounts,
  reconcileAccountHandler,
  routerHandler,
  summarizeHandler,
  type TaskHandler,
  taskHandler,
} from '../../../packages/organization/src/index.ts';
import { iamClient } from '../../sandbox/iam-client.ts';
import { passTime } from './passing-time.ts';
import { type Execution, execute, type MachineWorld } from './state-machine.ts';
import { definition, resolved } from './template.ts';

const CENTRAL = '111111111111';
export const MEMBER = '222222222222';
const ORGANIZATION = 'o-abcdefghij';
/** What waits longer is a time limit of the function. */
const LONGEST_PAUSE_MS = 70_000;

export interface EstateOptions {
  /** Variables of the functions, besides the usual. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Parameters of the member's template. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** An action that no statement of the templates allows then. */
  readonly without?: string;
}

/** An organization with the automation deployed in it, as its templates say, and time that waiting passes. */
export class OrganizationEstate {
  readonly tenant: EntraTenant;
  readonly automation: EntraApp;
  readonly member: AwsAccount;
  readonly central: AwsAccount;
  /** Somebody in the member account. */
  readonly developer: IAMClient;
  readonly log: Readonly<Record<string, unknown>>[] = [];
  readonly executions: (Execution & { readonly name: string })[] = [];
  /** Events that came to the central bus and were not looked at yet. */
  readonly events: CloudTrailEvent[] = [];
  readonly #sandbox: Sandbox;
  readonly #taskRole: AwsRole;
  #environment: Readonly<Record<string, string>>;
  readonly #started = new Map<string, Look>();

  constructor(sandbox: Sandbox, options: EstateOptions = {}) {
    this.#sandbox = sandbox;
    this.tenant = sandbox.entra.tenant();
    this.automation = this.tenant.app({ displayName: 'automation' });
    this.tenant.grantGraph(this.automation, 'Application.ReadWrite.OwnedBy');
    sandbox.aws.removeAccounts();
    this.central = sandbox.aws.account(CENTRAL);
    this.member = sandbox.aws.account(MEMBER);
    sandbox.aws.organize({ id: ORGANIZATION, managementAccount: this.central }).add(this.member);
    this.#taskRole = this.#deploy(options.parameters ?? {}, options.without);
    this.#environment = {
      TENANT_ID: this.tenant.id,
      CLIENT_ID: this.automation.clientId,
      AUTHORITY_HOST: sandbox.entraUrl,
      GRAPH_ENDPOINT: sandbox.graphUrl,
      STS_ENDPOINT: sandbox.stsUrl,
      IAM_ENDPOINT: sandbox.iamUrl,
      AWS_REGION: 'us-east-1',
      AWS_CA_BUNDLE: sandbox.caFile,
      ACTION_TIMEOUT_S: '75',
      ALLOWED_SUBJECTS: 'https://token.actions.githubusercontent.com repo:contoso/',
      ...options.environment,
    };
    this.developer = iamClient(sandbox, this.member.user({ name: 'dev', isAdministrator: true }));
    sandbox.aws.onEvent((event) => {
      if (event.account === MEMBER) this.events.push(event);
    });
  }

  /** Switches on what lets the tasks log in to Entra. */
  async open(): Promise<this> {
    const root = this.central.user({ name: 'root', isAdministrator: true });
    await iamClient(this.#sandbox, root).send(new EnableOutboundWebIdentityFederationCommand({}));
    const arn = `arn:aws:iam::${CENTRAL}:role/entra-aws-creds-tasks`;
    const trust = this.central.outboundIssuer?.federatedCredential(arn);
    if (trust) this.automation.federatedCredentials.push(trust);
    return this;
  }

  /** Applications that were made for roles, and not deleted. */
  get applications(): readonly EntraApp[] {
    return this.tenant.apps.filter(({ registration: { tags } }) =>
      tags.includes('entra-aws-creds'),
    );
  }

  providerArn(version: 'v1' | 'v2' = 'v2'): string {
    const host = this.#sandbox.entra
      .issuer(this.tenant, version === 'v1' ? 1 : 2)
      .replace('https://', '');
    return `arn:aws:iam::${MEMBER}:oidc-provider/${host}`;
  }

  provider(version: 'v1' | 'v2' = 'v2'): OidcProvider | undefined {
    return this.member.providers.find(({ arn }) => arn === this.providerArn(version));
  }

  /** Another parameter of the central stack. */
  set(variable: string, value: string): void {
    this.#environment = { ...this.#environment, [variable]: value };
  }

  /** What a developer does. */
  async createRole(
    name: string,
    tags: Readonly<Record<string, string>> = {},
    aud = 'entra-aws-creds',
    path = '/entra-aws-creds/',
    version: 'v1' | 'v2' = 'v2',
  ) {
    const [, host = ''] = this.providerArn(version).split('oidc-provider/');
    const document = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: this.providerArn(version) },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: { StringEquals: { [`${host}:aud`]: aud } },
        },
      ],
    };
    const Tags = Object.entries(tags).map(([Key, Value]): Tag => ({ Key, Value }));
    await this.developer.send(
      new CreateRoleCommand({
        RoleName: name,
        Path: path,
        AssumeRolePolicyDocument: JSON.stringify(document),
        ...(Tags.length > 0 && { Tags }),
      }),
    );
  }

  async attachPolicy(name: string): Promise<void> {
    const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    await this.developer.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn }));
  }

  async deleteRole(name: string): Promise<void> {
    await this.developer.send(new DeleteRoleCommand({ RoleName: name }));
  }

  async tagRole(name: string, key: string, value: string): Promise<void> {
    await this.developer.send(
      new TagRoleCommand({ RoleName: name, Tags: [{ Key: key, Value: value }] }),
    );
  }

  /** The developer writes a trust policy without the tenant. */
  async trustAnother(name: string): Promise<void> {
    const github = `arn:aws:iam::${MEMBER}:oidc-provider/token.actions.githubusercontent.com`;
    const document = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: github },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: {
              'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
              'token.actions.githubusercontent.com:sub': 'repo:contoso/web:environment:prod',
            },
          },
        },
      ],
    };
    await this.developer.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName: name,
        PolicyDocument: JSON.stringify(document),
      }),
    );
  }

  async trustOf(name: string): Promise<TrustPolicy> {
    const { Role } = await this.developer.send(new GetRoleCommand({ RoleName: name }));
    return JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')) as TrustPolicy;
  }

  /** Delivers what came, and runs what was started, until nothing is left. */
  async settle(): Promise<void> {
    while (this.events.length > 0 || this.#started.size > 0) {
      await this.route();
      await this.run();
    }
  }

  /** Delivers what came. */
  async route(): Promise<void> {
    const router = routerHandler(() => ({
      ownRole: 'entra-aws-creds-automation',
      isMember: this.#accounts.isActive,
      start: this.#start,
      log: this.#log,
    }));
    for (const event of this.events.splice(0)) await router(event);
  }

  /** Runs what was started; one after another, unless all at once. */
  async run({ atOnce = false } = {}): Promise<void> {
    const started = [...this.#started];
    this.#started.clear();
    const one = async ([name, look]: readonly [string, Look]) => {
      const ended = await execute(definition('role.asl.json'), { look }, this.#machine);
      this.executions.push({ ...ended, name });
    };
    if (atOnce) await Promise.all(started.map(one));
    else for (const each of started) await one(each);
  }

  /** The nightly run, and what it starts. */
  async night(): Promise<Execution> {
    const ended = await execute(definition('nightly.asl.json'), {}, this.#machine);
    await this.settle();
    return ended;
  }

  readonly #log = (entry: Readonly<Record<string, unknown>>) => {
    this.log.push(entry);
  };

  readonly #start = async (name: string, look: Look) => {
    const isKnown = this.executions.some((one) => one.name === name);
    if (!isKnown) this.#started.set(name, look);
  };

  readonly #accounts: OrganizationAccounts = {
    active: async () => [MEMBER],
    isActive: async (account) => this.#sandbox.aws.organization?.find(account) !== undefined,
  };

  readonly #removals = new Map<string, Date>();
  #busy: Promise<unknown> = Promise.resolve();

  /** Its reserved concurrency. */
  #oneAtATime(work: TaskHandler): TaskHandler {
    return (state) => {
      const turn = this.#busy.then(() => work(state));
      this.#busy = turn.catch(() => {});
      return turn;
    };
  }

  get #machine(): MachineWorld {
    const around = () => ({
      platform: this.#platform,
      log: this.#log,
      removals: this.#removals,
    });
    const night = () => ({ ...around(), accounts: this.#accounts, start: this.#start });
    return {
      now: () => new Date(),
      wait: async (milliseconds) => passTime(milliseconds),
      functions: {
        Observe: taskHandler('observe', around),
        CreateServicePrincipal: taskHandler('create-service-principal', around),
        AddAudienceIdProvider: taskHandler('add-audience-id-provider', around),
        AssignRoleToAudience: taskHandler('assign-role-to-audience', around),
        DeleteServicePrincipal: this.#oneAtATime(taskHandler('delete-service-principal', around)),
        Confirm: taskHandler('confirm', around),
        ListAccounts: listAccountsHandler(night),
        ReconcileAccount: reconcileAccountHandler(night),
        Summarize: summarizeHandler(night),
      },
    };
  }

  get #platform(): Platform {
    return {
      ...nodePlatform({ ...this.#environment, ...this.#functionKeys() }),
      wait: async (milliseconds, signal) => {
        signal.throwIfAborted();
        if (milliseconds < LONGEST_PAUSE_MS) passTime(milliseconds);
        else await nodePlatform().wait(milliseconds, signal);
      },
    };
  }

  /** As Lambda renews them. */
  #functionKeys() {
    const session = this.#sandbox.aws.openSession({
      ...{ role: this.#taskRole, name: 'function', durationSeconds: 43_200, tags: {} },
      ...{ transitiveTagKeys: [], policy: undefined, policyArns: [], sourceIdentity: undefined },
    });
    return {
      AWS_ACCESS_KEY_ID: session.accessKeyId,
      AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
      AWS_SESSION_TOKEN: session.sessionToken,
    };
  }

  /** The roles of both templates, with the policies that stand in them. */
  #deploy(parameters: Readonly<Record<string, string>>, without: string | undefined) {
    const stack = {
      'AWS::Partition': 'aws',
      OrganizationId: ORGANIZATION,
      TenantId: this.tenant.id,
    };
    const central = resolved('central.yaml', {
      ...stack,
      'AWS::AccountId': CENTRAL,
      'AWS::Region': 'us-east-1',
    });
    const task = central.Resources['TaskRole']?.Properties;
    const taskRole = this.central.role(roleOptions(task, without));
    const hosts = {
      V1Host: new URL(this.#sandbox.entra.issuer(this.tenant, 1)).host,
      V2Host: new URL(this.#sandbox.entra.issuer(this.tenant, 2)).host,
    };
    const member = resolved('member.yaml', {
      ...stack,
      ...hosts,
      'AWS::AccountId': MEMBER,
      CentralRoleArn: taskRole.arn,
      ...parameters,
    });
    this.member.role(roleOptions(member.Resources['AutomationRole']?.Properties, without));
    return taskRole;
  }
}

interface RoleProperties {
  readonly RoleName: string;
  readonly AssumeRolePolicyDocument: TrustPolicy;
  readonly Policies: readonly {
    readonly PolicyName: string;
    readonly PolicyDocument: IdentityPolicy;
  }[];
}

function roleOptions(
  { RoleName, AssumeRolePolicyDocument, Policies }: RoleProperties,
  without: string | undefined,
) {
  return {
    name: RoleName,
    trustPolicy: AssumeRolePolicyDocument,
    inlinePolicies: Object.fromEntries(
      Policies.map(({ PolicyName, PolicyDocument: { Statement } }) => [
        PolicyName,
        JSON.stringify({ Version: '2012-10-17', Statement: lessOf(Statement, without) }),
      ]),
    ),
  };
}

/** The statements, one action fewer. */
function lessOf(statements: IdentityPolicy['Statement'], without: string | undefined) {
  return [statements]
    .flat()
    .map((one) => ({ ...one, Action: [one.Action ?? []].flat().filter((it) => it !== without) }))
    .filter(({ Action }) => Action.length > 0);
}
