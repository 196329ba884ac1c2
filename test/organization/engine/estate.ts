import type { EntraApp, EntraTenant, Sandbox } from '@entra-aws-creds/sandbox';
import { afterAll, afterEach } from '@jest/globals';
import { judgeTls } from '../../judges/judge-tls.ts';
import { sandboxOfFile } from '../../standard-sandbox.ts';
import { deployCentral, deployMembers, type Parameters } from './deployment.ts';
import { EngineAccount } from './engine-account.ts';
import { type Engine, startEngine } from './engine-process.ts';
import { startOutboundIssuer } from './outbound-issuer.ts';

const CENTRAL = '111111111111';

/** An organization on the engine with the automation deployed in it, and a tenant in the sandbox. */
export interface Estate {
  readonly sandbox: Sandbox;
  readonly tenant: EntraTenant;
  /** What the automation is in the tenant. */
  readonly automation: EntraApp;
  readonly engine: Engine;
  /** Management account of the organization. */
  readonly central: EngineAccount;
  readonly member: EngineAccount;
  /** An account that is of no organization, with the member's stack nonetheless. */
  readonly foreign: EngineAccount;
  /** Outputs of the central stack. */
  readonly outputs: Parameters;
  /** Applications that were made for roles, and are not deleted. */
  applications(): readonly EntraApp[];
  /** Executions of the state machine for roles, newest first. */
  executions(): Promise<readonly Execution[]>;
}

export interface Execution {
  readonly executionArn: string;
  readonly name: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
}

/** Deployed once for the tests of a file, with further parameters of the central stack. */
export async function estateOfFile(parameters: Parameters = {}): Promise<Estate> {
  const sandbox = await sandboxOfFile();
  const started: AsyncDisposable[] = [];
  const stop = async () => {
    for (const one of started.splice(0).reverse()) await one[Symbol.asyncDispose]();
  };
  // Before the sandbox goes, whose files its functions read.
  afterAll(stop);
  try {
    return await startEstate(sandbox, parameters, started);
  } catch (error) {
    // Nobody calls what is to be called after tests that never began.
    await stop();
    throw error;
  }
}

async function startEstate(
  sandbox: Sandbox,
  parameters: Parameters,
  started: AsyncDisposable[],
): Promise<Estate> {
  const issuer = await startOutboundIssuer(sandbox, CENTRAL);
  started.push(issuer);
  const tls = await judgeTls(sandbox);
  const engine = await startEngine(tls, issuer.url);
  started.push(engine);
  const central = new EngineAccount(engine, CENTRAL);
  const { organization, member } = await organize(engine, central);
  const foreign = new EngineAccount(engine, '999999999999');
  const tenant = sandbox.entra.tenant();
  const automation = tenant.app({ displayName: 'automation' });
  tenant.grantGraph(automation, 'Application.ReadWrite.OwnedBy');
  const outputs = await deployCentral(central, {
    OrganizationId: organization,
    TenantId: tenant.id,
    ClientId: automation.clientId,
    AuthorityHost: sandbox.entraUrl,
    GraphEndpoint: sandbox.graphUrl,
    CaFile: tls.trustFile,
    GraceHours: '0',
    MostRemovalsPercent: '100',
    // Stack sets leave the management account out.
    ExcludedAccounts: CENTRAL,
    ...parameters,
  });
  const { BusArn = '', TaskRoleArn = '', StateMachineArn = '' } = outputs;
  automation.federatedCredentials.push(issuer.federatedCredential(TaskRoleArn));
  const ofMembers = {
    CentralBusArn: BusArn,
    CentralRoleArn: TaskRoleArn,
    OrganizationId: organization,
    TenantId: tenant.id,
  };
  await deployMembers(central, [member, foreign], ofMembers, sandbox.directory);
  const executions = async () => {
    const input = { stateMachineArn: StateMachineArn };
    const listed = await central.call<{ executions: Execution[] }>(
      'states',
      'ListExecutions',
      input,
    );
    return listed.executions;
  };
  afterEach(() => {
    sandbox.entra.replication.settle();
    Object.assign(sandbox.entra.replication.lag, { milliseconds: 0, reads: 0, relapses: 0 });
  });
  return {
    sandbox,
    tenant,
    automation,
    engine,
    central,
    member,
    foreign,
    outputs,
    applications: () =>
      tenant.apps.filter(({ registration }) => registration.tags.includes('entra-aws-creds')),
    executions,
  };
}

/** @returns the organization's ID, and an account in it besides the management account */
async function organize(engine: Engine, central: EngineAccount) {
  const input = { FeatureSet: 'ALL' };
  const { Organization } = await central.call<{ Organization: { Id: string } }>(
    'organizations',
    'CreateOrganization',
    input,
  );
  const { CreateAccountStatus } = await central.call<{
    CreateAccountStatus: { AccountId: string };
  }>('organizations', 'CreateAccount', { AccountName: 'member', Email: 'member@example.com' });
  return {
    organization: Organization.Id,
    member: new EngineAccount(engine, CreateAccountStatus.AccountId),
  };
}
