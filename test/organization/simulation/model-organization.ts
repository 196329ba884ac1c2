import {
  type EntraDirectory,
  GraphRoleDirectory,
  type IdentityAccount,
  OwnedDirectory,
  parseTenantGuid,
  type Role,
  type Tags,
} from '../../../packages/bindings/src/index.ts';
import { RoleArn, StepFailure } from '../../../packages/core/src/programs.ts';
import type { Settings, TaskWorld } from '../../../packages/organization/src/index.ts';
import { ModelAccount } from '../../bindings/model/model-account.ts';
import { ModelDirectory, OWNER } from '../../bindings/model/model-directory.ts';

const TENANT = '11111111-1111-4111-8111-111111111111';
const HOST = `login.microsoftonline.com/${TENANT}/v2.0`;
const GRACE_MS = 86_400_000;
const GITHUB = 'https://token.actions.githubusercontent.com';

/**
 * What may go wrong at a call: the service refuses it for a second, which the port waits for; it is busy for
 * longer than the port waits; or the function dies before or after it.
 */
export type Mishap = 'throttled' | 'busy' | 'killed-before' | 'killed-after' | undefined;

export interface Weather {
  /** In milliseconds, of the servers that answer one after another. */
  readonly lags: readonly number[];
  /** Of the calls one after another, over and over. */
  readonly mishaps: readonly Mishap[];
}

/** A tenant and the accounts of an organization in memory; time passes while somebody waits. */
export class ModelOrganization {
  readonly directory: ModelDirectory;
  readonly accounts = new Map<string, ModelAccount>();
  /** Calls of Graph and of IAM so far. */
  readonly calls = { graph: 0, iam: 0 };
  readonly settings: Settings = {
    tenant: parseTenantGuid(TENANT),
    cloud: 'AzureCloud',
    placeholder: 'entra-aws-creds',
    memberRole: 'entra-aws-creds-automation',
    scope: { path: '/entra-aws-creds/', tagged: false },
    graceMs: GRACE_MS,
    sharedAudience: undefined,
    allowedSubjects: [{ issuer: GITHUB, prefix: 'repo:octo-org/' }],
    mostCertificateDays: 730,
  };
  /** What the functions keep between two calls. */
  readonly removals = new Map<string, Date>();
  readonly #time;
  readonly #weather: Weather;
  #now = Date.parse('2026-11-21T12:00:00Z');
  #reads = 0;
  #made = 0;
  #mishap = 0;
  /** Whether the weather is as it is, or fine. */
  rough = true;

  constructor(accounts: readonly string[], weather: Weather = { lags: [], mishaps: [] }) {
    this.#weather = weather;
    this.#time = { now: () => this.#now, lag: () => this.#lag() };
    this.directory = new ModelDirectory(this.#time);
    for (const account of accounts) {
      this.accounts.set(account, new ModelAccount(this.#time, account));
    }
  }

  get now(): Date {
    return new Date(this.#now);
  }

  readonly pass = (milliseconds: number): void => {
    this.#now += milliseconds;
  };

  /** What a developer does: a role that asks to be bound, or one that is nobody's business. */
  createRole(account: string, name: string, aud = 'entra-aws-creds', tags: Tags = {}): void {
    const statement = {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${HOST}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { [`${HOST}:aud`]: aud } },
    };
    this.#made += 1;
    const role: Role = {
      arn: RoleArn.parse(`arn:aws:iam::${account}:role/entra-aws-creds/${name}`),
      roleId: `AROASIM${this.#made}`,
      trustPolicy: { Version: '2012-10-17', Statement: [statement] },
      tags,
      maxSessionDuration: 3600,
      permissionsBoundary: undefined,
      created: this.now.toISOString(),
      lastUsed: undefined,
    };
    this.#accountOf(account).putRole(role);
  }

  async deleteRole(account: string, name: string): Promise<void> {
    const arn = RoleArn.parse(`arn:aws:iam::${account}:role/entra-aws-creds/${name}`);
    await this.#accountOf(account).deleteRole(arn);
  }

  /** What a function sees of it. */
  world(): TaskWorld {
    const common = {
      clock: { now: () => this.now },
      randomFraction: () => 0.5,
      wait: async (milliseconds: number) => this.pass(milliseconds),
      signal: new AbortController().signal,
      tell: () => {},
    };
    const { tenant, cloud } = this.settings;
    return {
      ...common,
      settings: this.settings,
      directory: new GraphRoleDirectory(
        {
          ...{ tenant, cloud, removals: this.removals },
          ...{ mostRemovalsAnHour: 1_000_000, mostRemovalsPercent: 100 },
        },
        {
          ...common,
          directory: new OwnedDirectory(
            this.#weathered<EntraDirectory>(this.directory, 'graph'),
            async () => OWNER,
          ),
        },
      ),
      accountOf: async ({ account }) =>
        this.#weathered<IdentityAccount>(this.#accountOf(account), 'iam'),
    };
  }

  #accountOf(account: string): ModelAccount {
    const found = this.accounts.get(account);
    if (found === undefined) throw new Error(`there is no account ${account}`);
    return found;
  }

  /** Whatever is asked is counted, and may meet with a mishap. */
  #weathered<Port extends object>(port: Port, service: 'graph' | 'iam'): Port {
    return new Proxy(port, {
      get: (_, name) => {
        const member: unknown = Reflect.get(port, name, port);
        if (typeof member !== 'function') return member;
        return (...parameters: unknown[]) => {
          this.calls[service] += 1;
          const mishap = this.#nextMishap();
          if (mishap === 'throttled') {
            this.pass(1_000);
            this.calls[service] += 1;
          }
          if (mishap === undefined || mishap === 'throttled') {
            return member.apply(port, parameters);
          }
          // Lists are read one by one, and fail when they are begun.
          if (mishap === 'busy') throw busy(service);
          if (mishap === 'killed-before' || name === 'roles' || name === 'applicationsTagged') {
            throw new Killed();
          }
          return member.apply(port, parameters).then(() => {
            throw new Killed();
          });
        };
      },
    });
  }

  #lag(): number {
    const { lags } = this.#weather;
    this.#reads += 1;
    return this.rough ? (lags[this.#reads % Math.max(1, lags.length)] ?? 0) : 0;
  }

  #nextMishap(): Mishap {
    const { mishaps } = this.#weather;
    this.#mishap += 1;
    return this.rough ? mishaps[this.#mishap % Math.max(1, mishaps.length)] : undefined;
  }
}

/** As Step Functions is told of a function whose process ended. */
class Killed extends Error {
  override readonly name = 'Lambda.AWSLambdaException';
}

function busy(service: 'graph' | 'iam'): StepFailure {
  const code = service === 'graph' ? 'EAC_GRAPH_UNAVAILABLE' : 'EAC_IAM_UNAVAILABLE';
  return new StepFailure(code, 'Too many requests.', 'Later.', {
    transient: { retryAfterMs: 1_000 },
  });
}
