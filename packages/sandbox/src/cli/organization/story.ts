import type { TrustPolicy } from '../../aws/trust-policy.ts';
import type { EntraApp } from '../../entra/app.ts';
import type { Sandbox } from '../../sandbox.ts';
import { say, sayLog, title } from '../stage.ts';
import { Automation } from './automation.ts';
import { Developer, ROLE_PATH } from './developer.ts';
import { Doings } from './doings.ts';
import { type OrganizationEstate, organizationEstate, placeholderTrust } from './estate.ts';
import { type Login, runPipeline } from './pipeline.ts';
import {
  asText,
  sayApplication,
  sayDiff,
  sayPath,
  sayProvider,
  sayTags,
  sayTask,
  seconds,
} from './told.ts';

const ROLE = 'deploy';
const SUBJECT = 'github:contoso/web:environment:prod';
const HOUR_MS = 3_600_000;

/** What becomes of one role, from its creation to its end. */
export class Story {
  readonly #sandbox: Sandbox;
  readonly #forward: (milliseconds: number) => void;
  readonly #estate: OrganizationEstate;
  readonly #automation: Automation;
  readonly #developer: Developer;
  readonly #doings: Doings;
  /** When the developer's last call was answered, as `performance` counts. */
  #calledAt = 0;
  /** What happens while the state machine waits. */
  #meanwhile = async () => {};

  /** @param forward puts the sandbox's clock forward */
  constructor(sandbox: Sandbox, forward: (milliseconds: number) => void) {
    this.#sandbox = sandbox;
    this.#forward = forward;
    this.#estate = organizationEstate(sandbox);
    this.#developer = new Developer(sandbox, this.#estate.member);
    this.#automation = new Automation(sandbox, this.#estate.deployment, {
      task: (name, milliseconds, outcome) =>
        sayTask(name, milliseconds, outcome, this.#doings.take()),
      wait: (milliseconds) => this.#wait(milliseconds),
      line: (line) => this.#doings.logged(line),
    });
    this.#doings = new Doings(sandbox);
  }

  close(): void {
    this.#automation.close();
  }

  /** @throws Error when something in it does not come out as it should */
  async play(): Promise<void> {
    this.#introduce();
    const before = await this.#createRole();
    await this.#bind(before);
    const application = this.#onlyApplication();
    await this.#logIn(application);
    await this.#refuseOthers(application);
    await this.#deleteRole(application);
    say('The role came and went, and so did everything that was made for it.');
  }

  #introduce(): void {
    const { tenant, deployment } = this.#estate;
    const { functions, machines } = this.#automation.central;
    say(
      'A role is created, and its way in from Entra follows by itself. Entra and AWS are local stand-ins;',
      'the templates, the functions and the state machine are the ones that an organization deploys.',
      '',
      `  Entra    ${this.#sandbox.entraUrl}, tenant ${tenant.id}, without an application for any role`,
      `  AWS      account ${deployment.central.id} with central.yaml: ${functions.size} functions, ${machines.size} state machines`,
      `           account ${deployment.member.id} with member.yaml: a rule, and the role that may write to ${ROLE_PATH}*`,
    );
  }

  async #createRole(): Promise<TrustPolicy> {
    title(
      `A developer creates a role in ${this.#estate.member.id}`,
      `aws iam create-role --role-name ${ROLE} --path ${ROLE_PATH} --assume-role-policy-document file://trust.json --tags Key=entra-aws-creds:subject,Value=${SUBJECT}`,
    );
    const trust = placeholderTrust(this.#estate.providerArn);
    await this.#developer.createRole(ROLE, trust, { 'entra-aws-creds:subject': SUBJECT });
    this.#calledAt = performance.now();
    const before = await this.#developer.trustOf(ROLE);
    this.#doings.take();
    sayLog(asText(before).split('\n'));
    say(
      '',
      '  The account has no such provider yet, and no token has that audience: nobody can assume the role.',
    );
    return before;
  }

  async #bind(before: TrustPolicy): Promise<void> {
    title(
      'The event, and what it leads to',
      'CloudTrail → rule → bus → router → Web-Identity-Role',
    );
    await this.#settle(() => `Bound ${this.#sinceCall()} after CreateRole.`);
    title('What is there now', `aws iam get-role --role-name ${ROLE}`);
    sayDiff(before, await this.#developer.trustOf(ROLE));
    sayTags(this.#estate.member.findRole(ROLE)?.tags ?? new Map());
    this.#sayProvider();
    sayApplication(this.#onlyApplication());
  }

  async #logIn({ clientId }: EntraApp): Promise<void> {
    title(
      'A job of contoso/web, environment prod',
      `uses: org/entra-aws-creds@v1 with entra-credential: github-oidc and client-id: ${clientId}, then whoami`,
    );
    await this.#expect({ ...this.#ownLogin(clientId), environment: 'prod' });
  }

  async #refuseOthers({ clientId }: EntraApp): Promise<void> {
    title('The same job without its environment', 'its token has another subject');
    await this.#expect(this.#ownLogin(clientId), 'EAC_ENTRA_FEDERATION_REFUSED');
    const tenant = this.#sandbox.entra.tenant();
    const { subject } = this.#sandbox.github.grant({
      repository: 'contoso/web',
      environment: 'prod',
    });
    const app = tenant.app({
      displayName: 'deploy',
      requestedAccessTokenVersion: 2,
      federatedCredentials: [this.#sandbox.github.federatedCredential(subject)],
    });
    title(
      'The same job, by another tenant',
      'an application there trusts the job, and AWS does not trust the tenant',
    );
    const login = { tenantId: tenant.id, clientId: app.clientId, roleArn: this.#roleArn };
    await this.#expect({ ...login, environment: 'prod' }, 'EAC_STS_PROVIDER_MISSING');
  }

  async #deleteRole({ clientId }: EntraApp): Promise<void> {
    title('The developer deletes the role', `aws iam delete-role --role-name ${ROLE}`);
    this.#doings.take();
    this.#meanwhile = async () => {
      this.#sayProvider();
      const { enabled } = this.#onlyApplication();
      say(`  service principal  ${enabled ? 'enabled' : 'disabled'}`, '');
      const login = { ...this.#ownLogin(clientId), environment: 'prod' };
      await this.#expect(login, 'EAC_ENTRA_APP_UNKNOWN');
      this.#doings.take();
    };
    await this.#developer.deleteRole(ROLE);
    this.#calledAt = performance.now();
    this.#doings.take();
    await this.#settle(() => 'The application is deleted.');
    if (this.#estate.applications().length > 0) throw new Error('the application is still there');
  }

  /** @param outcome said when the execution has ended */
  async #settle(outcome: () => string): Promise<void> {
    let executions = 0;
    await this.#automation.settle((execution) => {
      executions += 1;
      sayPath(execution, outcome());
      const { status, error, cause } = execution;
      if (status === 'FAILED') throw new Error(`${error}: ${cause}`);
    });
    if (executions !== 1) throw new Error(`there were ${executions} executions, not one`);
  }

  #sinceCall(): string {
    return seconds(performance.now() - this.#calledAt);
  }

  async #wait(milliseconds: number): Promise<void> {
    if (milliseconds < HOUR_MS) {
      say(`  │ ${seconds(milliseconds)} pass: the clock is put forward`);
    } else {
      say(
        '',
        `  Nobody is let in any more, ${this.#sinceCall()} after DeleteRole. What is there:`,
        '',
      );
      await this.#meanwhile();
      const hours = Math.round(milliseconds / HOUR_MS);
      say(`  The grace period passes: the clock is put forward by ${hours} h.`, '');
    }
    this.#forward(milliseconds);
  }

  /** @param refusal code of the failure that the job must end with, if it must */
  async #expect(login: Login, refusal?: string): Promise<void> {
    const began = performance.now();
    const { passed, log } = await runPipeline(this.#sandbox, login);
    const outcome = passed ? 'The job has its credentials' : 'The job is refused';
    sayLog(log);
    say('', `  ${outcome}, after ${seconds(performance.now() - began)}.`);
    const isExpected = refusal === undefined ? passed : log.some((line) => line.includes(refusal));
    if (!isExpected) throw new Error('a job came out otherwise than it should');
  }

  #sayProvider(): void {
    const { member, providerArn } = this.#estate;
    sayProvider(
      providerArn,
      member.providers.find(({ arn }) => arn === providerArn),
    );
  }

  #ownLogin(clientId: string): Login {
    return { tenantId: this.#estate.tenant.id, clientId, roleArn: this.#roleArn };
  }

  get #roleArn(): string {
    return this.#estate.member.arn('iam', `role${ROLE_PATH}${ROLE}`);
  }

  #onlyApplication(): EntraApp {
    const [application, ...others] = this.#estate.applications();
    if (application === undefined || others.length > 0) {
      throw new Error('there is not one application');
    }
    return application;
  }
}
