import type { AwsAccount, AwsRole, EntraTenant, Sandbox } from '@entra-aws-creds/sandbox';
import { afterAll, beforeAll, beforeEach, expect } from '@jest/globals';
import { servicesOf } from '../audit/organization.ts';
import { leaksIn } from '../bundle/leaks.ts';
import { Home } from './program.ts';

/** What came of one audit. */
interface AuditOutcome {
  readonly status: number | null;
  readonly stderr: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever it prints is what the tests look at
  readonly lines: any;
  // biome-ignore lint/suspicious/noExplicitAny: whatever it prints is what the tests look at
  readonly totals: any;
}

/** A new account for each test of a file, which trusts a tenant, and the program as its administrator starts it. */
export class AuditedAccounts {
  readonly tenant: EntraTenant;
  readonly issuer: string;
  readonly #sandbox: Sandbox;
  #next = 200_000_000_000;
  #account: AwsAccount | undefined;
  #home: Home | undefined;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
    this.tenant = sandbox.entra.tenant();
    this.issuer = `sts.windows.net/${this.tenant.id}/`;
    beforeAll(() => {
      this.#home = new Home('Node 20', { NODE_EXTRA_CA_CERTS: sandbox.caFile });
    });
    afterAll(() => this.#home?.close());
    beforeEach(() => {
      this.#account = this.another();
      this.account.provider({ url: `https://${this.issuer}`, clientIds: ['api://aws'] });
    });
  }

  get account(): AwsAccount {
    if (this.#account === undefined) throw new Error('there is none outside of a test');
    return this.#account;
  }

  get home(): Home {
    if (this.#home === undefined) throw new Error('there is none outside of a test');
    return this.#home;
  }

  another(): AwsAccount {
    this.#next += 1;
    return this.#sandbox.aws.account(String(this.#next));
  }

  /** @param subject undefined: any of the tenant's */
  roleFor(subject: string | undefined, where = this.account, name = 'deploy'): AwsRole {
    const aud = { [`${this.issuer}:aud`]: 'api://aws' };
    const claims = subject === undefined ? aud : { ...aud, [`${this.issuer}:sub`]: subject };
    const Principal = { Federated: where.arn('iam', `oidc-provider/${this.issuer}`) };
    const Action = 'sts:AssumeRoleWithWebIdentity';
    const Condition = { StringEquals: claims };
    const Statement = [{ Effect: 'Allow' as const, Principal, Action, Condition }];
    return where.role({ name, trustPolicy: { Version: '2012-10-17', Statement } });
  }

  /** The audit as an administrator of the account, and what it prints as JSON. */
  async audit(...args: readonly string[]): Promise<AuditOutcome> {
    const user = this.account.users.find(({ name }) => name === 'ada');
    const { accessKeyId, secretAccessKey } =
      user ?? this.account.user({ name: 'ada', isAdministrator: true });
    const services = servicesOf(this.#sandbox);
    const given = args.includes('--organizations-endpoint')
      ? services.filter((_, index) => index !== 4 && index !== 5)
      : services;
    const { status, stdout, stderr } = await this.home.run(
      ['audit', '--json', ...given, '--retry-max-attempts', '5', ...args],
      { env: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } },
    );
    expect(leaksIn(stdout + stderr, { 'the secret key': [secretAccessKey] })).toEqual([]);
    const { lines = [], totals } = stdout === '' ? {} : JSON.parse(stdout);
    return { status, stderr, lines, totals };
  }
}
