import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import {
  type Sandbox,
  type StandardScenario,
  standardScenario,
  startSandbox,
} from '@entra-aws-creds/sandbox';
import type { Client, Services } from './client.ts';
import { openNeighbours } from './neighbours.ts';
import { RIVAL_CASES, type RivalCase } from './rival-cases.ts';
import { hostileVariables, prepare, SCENARIOS, type Scenario } from './scenarios.ts';

/** What one client made of one scenario. */
export interface Finding {
  readonly client: Client;
  readonly scenario: Scenario;
  /** The session that it reads, or the last line of what it said. */
  readonly seen: string;
  readonly right: boolean;
}

export async function runMatrix(
  clients: readonly Client[],
  scenarios: readonly Scenario[],
  tell: (finding: Finding) => void,
): Promise<readonly Finding[]> {
  return withServices(clients, async (sandbox, standard, services) => {
    const findings: Finding[] = [];
    for (const scenario of scenarios) {
      for (const finding of await runScenario(scenario, clients, sandbox, standard, services)) {
        tell(finding);
        findings.push(finding);
      }
    }
    return findings;
  });
}

/** What one client made of a variable that was set after the step. */
export interface RivalFinding {
  readonly rival: RivalCase;
  readonly seen: string;
  /** The client did not come to our session, so that the step has to do something about the variable. */
  readonly right: boolean;
}

export async function runRivals(
  clients: readonly Client[],
  tell: (finding: RivalFinding) => void,
): Promise<readonly RivalFinding[]> {
  return withServices(clients, async (sandbox, standard, services) => {
    const findings: RivalFinding[] = [];
    for (const scenario of SCENARIOS) {
      const cases = RIVAL_CASES.filter(({ after }) => after === scenario.heading);
      if (cases.length === 0) continue;
      const job = await prepare(scenario, sandbox, standard, services);
      const hostile = hostileVariables(sandbox, services, sandbox.directory);
      for (const rival of cases) {
        const client = clients.find(({ name }) => name === rival.client);
        if (client === undefined) continue;
        const exports = rival.names.map((name) => `${name}=${rival.blank ? '' : hostile[name]}`);
        const command = client.command(services, scenario.profile);
        const seen = await job.run(`export ${exports.join(' ')}; ${command} 2>&1 || true`);
        const finding = { rival, seen, right: !isOurs(seen) };
        tell(finding);
        findings.push(finding);
      }
      await job.close();
    }
    return findings;
  });
}

async function withServices<T>(
  clients: readonly Client[],
  use: (sandbox: Sandbox, standard: StandardScenario, services: Services) => Promise<T>,
): Promise<T> {
  const sandbox = await startSandbox();
  const neighbours = await openNeighbours(sandbox);
  try {
    const standard = await standardScenario(sandbox);
    const services = { ...addresses(sandbox, clients), neighboursUrl: neighbours.url };
    return await use(sandbox, standard, services);
  } finally {
    await neighbours.close();
    await sandbox.close();
  }
}

async function runScenario(
  scenario: Scenario,
  clients: readonly Client[],
  sandbox: Sandbox,
  standard: StandardScenario,
  services: Services,
): Promise<readonly Finding[]> {
  const job = await prepare(scenario, sandbox, standard, services);
  try {
    const findings: Finding[] = [];
    for (const client of clients) {
      if (!isMeant(client, scenario)) continue;
      const seen = await job.run(`${client.command(services, scenario.profile)} 2>&1 || true`);
      findings.push({ client, scenario, seen, right: isOurs(seen) });
    }
    return findings;
  } finally {
    await job.close();
  }
}

/** Keys of others stay where only profiles are handed over, and the step warns of them. */
export function isMeant({ onlyByVariable }: Client, { profile, hostile }: Scenario): boolean {
  return !(onlyByVariable && profile !== undefined && hostile);
}

function isOurs(seen: string): boolean {
  return /^arn:aws:sts::123456789012:assumed-role\/Deploy\/\S+$/.test(seen);
}

function addresses(
  { caFile, stsUrl, directory }: Sandbox,
  clients: readonly Client[],
): Omit<Services, 'neighboursUrl'> {
  const trustStore = join(directory, 'trust-store');
  if (clients.some(({ folder }) => folder === 'java')) {
    const options = ['-storepass', 'changeit', '-noprompt', '-keystore', trustStore];
    execFileSync('keytool', ['-importcert', '-file', caFile, ...options], { stdio: 'ignore' });
  }
  return { caFile, stsUrl, trustStore };
}
