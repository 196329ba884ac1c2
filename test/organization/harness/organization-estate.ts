import { EnableOutboundWebIdentityFederationCommand } from '@aws-sdk/client-iam';
import {
  type AwsAccount,
  type AwsRole,
  type CloudTrailEvent,
  type EntraApp,
  type EntraTenant,
  type Execution,
  execute,
  type MachineWorld,
  type OidcProvider,
  redrive,
  type Sandbox,
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
import { type RunningApi, startApi } from '../../directory-api/api-in-sandbox.ts';
import { iamClient } from '../../sandbox/iam-client.ts';
import { deployRoles } from './deployed-roles.ts';
import { Developer, MEMBER } from './developer.ts';
import { passTime } from './passing-time.ts';
import { definition } from './template.ts';

const CENTRAL = '111111111111';
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

/** By whom applications are made in the tests of this file. */
export const usual: { directory: 'graph' | 'api' } = { directory: 'graph' };

/** An organization with the automation deployed in it, as its templates say, and time that waiting passes. */
export class OrganizationEstate {
  readonly tenant: EntraTenant;
  readonly automation: EntraApp;
  readonly member: AwsAccount;
  readonly central: AwsAccount;
  readonly developer: Developer;
  readonly log: Readonly<Record<string, unknown>>[] = [];
  readonly executions: (Execution & { readonly name: string })[] = [];
  /** Events that came to the central bus and were not looked at yet. */
  readonly events: CloudTrailEvent[] = [];
  readonly #sandbox: Sandbox;
  readonly #options: EstateOptions;
  #taskRole: AwsRole;
  #api: RunningApi | undefined;
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
    this.#options = options;
    this.#taskRole = this.#deploy({});
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
    this.developer = new Developer(
      iamClient(sandbox, this.member.user({ name: 'dev', isAdministrator: true })),
      (version) => this.providerArn(version),
    );
    sandbox.aws.onEvent((event) => {
      if (event.account === MEMBER) this.events.push(event);
    });
  }

  /** Switches on what lets the tasks log in to Entra. */
  async open(): Promise<this> {
    const root = this.central.user({ name: 'root', isAdministrator: true });
    await iamClient(this.#sandbox, root).send(new EnableOutboundWebIdentityFederationCommand({}));
    this.#trustTasks(this.automation);
    if (usual.directory === 'api') await this.askApi();
    return this;
  }

  async close(): Promise<void> {
    await this.#api?.[Symbol.asyncDispose]();
  }

  /** From now on the directory API makes the applications. */
  async askApi(): Promise<RunningApi> {
    const api = await this.startedApi();
    this.set('CLIENT_ID', api.caller.clientId);
    this.set('DIRECTORY', 'api');
    this.set('DIRECTORY_API_ENDPOINT', api.url);
    this.set('DIRECTORY_API_AUDIENCE', api.api.clientId);
    return api;
  }

  /** From now on the automation makes them itself. */
  askGraph(): void {
    this.set('CLIENT_ID', this.automation.clientId);
    for (const name of ['', '_API_ENDPOINT', '_API_AUDIENCE']) this.set(`DIRECTORY${name}`, '');
  }

  /** Whose rights over the directory everything is done with, as the automation was opened. */
  get graphIdentity(): EntraApp {
    return this.#api?.identity ?? this.automation;
  }

  /** The rights of an identity stand in its token, which the API keeps until it is started anew. */
  forgetTokens(): void {
    this.#api?.configure({});
  }

  /** It runs, whoever is asked. */
  async startedApi(): Promise<RunningApi> {
    this.#api ??= await this.#startApi();
    return this.#api;
  }

  async #startApi(): Promise<RunningApi> {
    const api = await startApi(this.#sandbox, { ALLOWED_ACCOUNTS: 'all' }, 0, this.tenant);
    this.#trustTasks(api.caller);
    return api;
  }

  /** In Entra, what lets the functions log in as the application. */
  #trustTasks(application: EntraApp): void {
    const arn = `arn:aws:iam::${CENTRAL}:role/entra-aws-creds-tasks`;
    const trust = this.central.outboundIssuer?.federatedCredential(arn);
    if (trust) application.federatedCredentials.push(trust);
  }

  /** From now on the functions log in by the certificate in this secret of the central account. */
  useCertificate(secretArn: string): void {
    this.#taskRole = this.#deploy({ CertificateSecretArn: secretArn });
    this.set('CERTIFICATE_SECRET_ARN', secretArn);
    this.set('AWS_ENDPOINT_URL_SECRETS_MANAGER', this.#sandbox.secretsManagerUrl);
  }

  #deploy(centralParameters: Readonly<Record<string, string>>): AwsRole {
    const { entra } = this.#sandbox;
    return deployRoles({
      central: this.central,
      member: this.member,
      organization: ORGANIZATION,
      tenant: this.tenant.id,
      hosts: {
        V1Host: new URL(entra.issuer(this.tenant, 1)).host,
        V2Host: new URL(entra.issuer(this.tenant, 2)).host,
      },
      parameters: this.#options.parameters ?? {},
      centralParameters,
      without: this.#options.without,
    });
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
    // The API counts removals itself, by a setting of its own.
    if (variable === 'MOST_REMOVALS_AN_HOUR') this.#api?.configure({ [variable]: value });
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

  /** The execution that ended last goes on where it failed, as a person has it who has settled the cause. */
  async redrive(): Promise<Execution> {
    const [last] = this.executions.slice(-1);
    if (last === undefined) throw new Error('there was no execution');
    return redrive(definition('role.asl.json'), last, this.#machine);
  }

  /** The nightly run, and what it starts. */
  async night(order: Readonly<Record<string, unknown>> = {}): Promise<Execution> {
    const ended = await execute(definition('nightly.asl.json'), order, this.#machine);
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
}
