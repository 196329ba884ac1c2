import { AzureJob } from '../runner/azure-agent.ts';
import { GitHubJob } from '../runner/github-runner.ts';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import { type StandardScenario, standardScenario } from '../standard-scenario.ts';
import { WrongUsage } from '../wrong-usage.ts';
import { camelCase } from './azure-input.ts';
import { organizationDemo } from './organization/demo.ts';
import { actionBundles, PRODUCT_ROOT } from './product.ts';
import { setUpDemo } from './set-up-demo.ts';
import { say, sayLog, title } from './stage.ts';

/** What a later step would do with the credentials: the log shows that they are there and masked. */
const LATER_STEP = 'echo "key $AWS_ACCESS_KEY_ID, secret $AWS_SECRET_ACCESS_KEY in $AWS_REGION"';

const ORGANIZATION = 'organization';

/**
 * The main job on the sandbox, through the bundles that pipelines run, and how the next one comes to be; with
 * `organization`, how that comes to be by itself.
 *
 * @throws WrongUsage in a sentence
 */
export async function demo([act, ...more]: readonly string[]): Promise<void> {
  if (act === undefined) return pipelinesDemo();
  if (act === ORGANIZATION && more.length === 0) return organizationDemo();
  throw new WrongUsage(`The demo has no other act than "${ORGANIZATION}".`);
}

async function pipelinesDemo(): Promise<void> {
  const sandbox = await startSandbox();
  try {
    const scenario = await standardScenario(sandbox, { tokenVersion: 2 });
    introduce(sandbox, scenario);
    const onGitHub = await gitHubDemo(sandbox, scenario);
    const onAzure = await azureDemo(sandbox, scenario);
    say('', onGitHub && onAzure ? 'Both jobs have their credentials.' : 'A job failed.');
    const isSetUp = await setUpDemo(sandbox);
    say('', isSetUp ? 'The next pipeline has its own way in.' : 'The set-up failed.');
    if (!onGitHub || !onAzure || !isSetUp) process.exitCode = 1;
  } finally {
    await sandbox.close();
  }
}

function introduce(sandbox: Sandbox, scenario: StandardScenario): void {
  say(
    'A certificate becomes AWS credentials, without an account: Entra and AWS are local stand-ins',
    'that verify what the real services verify. The bundles are the ones that pipelines run.',
    '',
    `  Entra    ${sandbox.entraUrl}, tenant ${scenario.tenantId}`,
    `           application ${scenario.clientId} with the certificate CN=build-pipeline`,
    `  AWS      ${sandbox.stsUrl}, account ${scenario.accountId}`,
    `           IAM OIDC provider ${scenario.tokenIssuer}`,
    `           role ${scenario.roleArn}, which trusts that application's tokens`,
  );
}

async function gitHubDemo(sandbox: Sandbox, scenario: StandardScenario): Promise<boolean> {
  title(
    'GitHub Actions',
    'uses: org/entra-aws-creds@v1, then run: echo …, then the end of the job',
  );
  const before = sandbox.requests.length;
  const job = new GitHubJob({ env: environment(sandbox), secrets: [scenario.pem] });
  try {
    const inputs = inputsOf(sandbox, scenario);
    const step = await job.step({ ...actionBundles(), inputs });
    await job.script(LATER_STEP);
    await job.finish();
    sayLog(job.log);
    sayExports(Object.keys(step.env), sandbox, before);
    return step.conclusion === 'success';
  } finally {
    await job.close();
  }
}

async function azureDemo(sandbox: Sandbox, scenario: StandardScenario): Promise<boolean> {
  title(
    'Azure Pipelines',
    '- task: EntraAwsCreds@1, then - script: echo …, then the end of the job',
  );
  const before = sandbox.requests.length;
  const job = new AzureJob({
    env: environment(sandbox),
    variables: { ENTRA_CERTIFICATE: { value: scenario.pem, secret: true } },
  });
  try {
    const given = { ...inputsOf(sandbox, scenario), certificate: '$(ENTRA_CERTIFICATE)' };
    const inputs = Object.entries(given).map(([name, value]) => [camelCase(name), value]);
    const task = await job.task({ directory: PRODUCT_ROOT, inputs: Object.fromEntries(inputs) });
    await job.script(LATER_STEP);
    await job.finish();
    sayLog(job.log);
    const exported = task.variables.filter(({ isOutput }) => !isOutput);
    sayExports(
      exported.map(({ name, secret }) => (secret ? `${name} (secret)` : name)),
      sandbox,
      before,
    );
    return task.result === 'Succeeded';
  } finally {
    await job.close();
  }
}

function inputsOf(sandbox: Sandbox, scenario: StandardScenario): Record<string, string> {
  return {
    'tenant-id': scenario.tenantId,
    'client-id': scenario.clientId,
    certificate: scenario.pem,
    audience: scenario.audience,
    'aws-region': 'eu-west-1',
    'role-to-assume': scenario.roleArn,
    'authority-host': sandbox.entraUrl,
    'sts-endpoint': sandbox.stsUrl,
  };
}

/** The sandbox's certificate authority is the only thing that the machine must know. */
function environment(sandbox: Sandbox): Record<string, string> {
  return { NODE_EXTRA_CA_CERTS: sandbox.caFile };
}

function sayExports(names: readonly string[], sandbox: Sandbox, before: number): void {
  const requests = sandbox.requests.slice(before);
  say(
    '',
    `  exported   ${names.join(', ')}`,
    `  requests   ${requests.map(({ service, method, path }) => `${service} ${method} ${path}`).join(', ')}`,
  );
}
