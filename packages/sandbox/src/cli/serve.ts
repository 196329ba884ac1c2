import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GRAPH_COMMAND_LINE_CLIENT_ID } from '../entra/graph-resource.ts';
import { injectFault } from '../faults/inject.ts';
import { type PersonScenario, personScenario } from '../person-scenario.ts';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import { type StandardScenario, standardScenario } from '../standard-scenario.ts';
import { camelCase } from './azure-input.ts';
import { parseChosenFault } from './faults.ts';
import { serveEmpty } from './serve-empty.ts';

/**
 * Keeps a sandbox running until it is interrupted, and says how a pipeline is pointed at it, or after `empty`
 * how a set-up is.
 */
export async function serve(args: readonly string[]): Promise<void> {
  const isEmpty = args[0] === 'empty';
  const chosen = args.slice(isEmpty ? 1 : 0).map(parseChosenFault);
  const sandbox = await startSandbox();
  try {
    const lines = [
      ...(await (isEmpty ? serveEmpty(sandbox) : furnishedEstate(sandbox))),
      ...chosen.map(({ service, fault }) => `A bad day: ${service} ${fault.does}.`),
      'Stop it with Ctrl-C; everything above is gone then.',
    ];
    for (const { service, fault } of chosen) injectFault(sandbox, service, fault.name);
    process.stdout.write(`${lines.join('\n')}\n`);
    const stop = new AbortController();
    const ended = (signal: string) =>
      once(process, signal, { signal: stop.signal }).catch(() => {});
    await Promise.race([ended('SIGINT'), ended('SIGTERM')]);
    stop.abort();
  } finally {
    await sandbox.close();
  }
}

/** A pipeline and a person who may assume a role each, and how they are told of it. */
async function furnishedEstate(sandbox: Sandbox): Promise<readonly string[]> {
  const scenario = await standardScenario(sandbox, { tokenVersion: 2, mayReadItself: true });
  const people = personScenario(sandbox, {
    tenant: scenario.tenant,
    person: {
      authenticatorCode: AUTHENTICATOR_CODE,
      directoryRoles: ['Application Administrator'],
    },
  });
  await writeFile(
    join(sandbox.directory, DEFAULTS_FILE),
    `${JSON.stringify(Object.fromEntries(inputsOf(sandbox, scenario)), undefined, 2)}\n`,
  );
  return [
    'A local Entra and AWS. Steps that reach this machine, such as those of a self-hosted runner or agent or of act, log in to it like this:',
    '',
    ...gitHubStep(sandbox, scenario),
    '',
    ...azureStep(sandbox, scenario),
    '',
    'The command line, in another terminal:',
    '',
    ...commandLine(sandbox),
    '',
    ...personLines(sandbox, people),
    '',
    ...graphLines(sandbox, scenario),
    '',
    'With these variables, whatever uses the credentials, such as the AWS CLI, takes it for AWS:',
    '',
    `  AWS_CA_BUNDLE=${sandbox.caFile}`,
    `  AWS_ENDPOINT_URL_STS=${sandbox.stsUrl}`,
    `  AWS_ENDPOINT_URL_IAM=${sandbox.iamUrl}`,
    '',
  ];
}

/** Whom the sandbox asks for a second factor, it has to tell. */
const AUTHENTICATOR_CODE = '246810';

function personLines(
  sandbox: Sandbox,
  { tenantId, clientId, roleArn, person }: PersonScenario,
): readonly string[] {
  return [
    'A person logs in to it so:',
    '',
    `  NODE_EXTRA_CA_CERTS=${sandbox.caFile} node dist/cli/index.js login --tenant-id ${tenantId} --client-id ${clientId} --authority-host ${sandbox.entraUrl} --region eu-west-1 --role ${roleArn} --sts-endpoint ${sandbox.stsUrl}`,
    '',
    `with the email ${person.userPrincipalName}, the password ${person.password} and the code ${AUTHENTICATOR_CODE}. With "console --entra-credential browser" and --signin-endpoint ${sandbox.signinUrl} in place of "login", the console's sign-in opens.`,
  ];
}

/** Whoever sets up applications there: an application with a certificate, or the person. */
function graphLines(
  { graphUrl }: Sandbox,
  { tenant, certificate, certificatePath }: StandardScenario,
): readonly string[] {
  const administrator = tenant.app({
    displayName: 'administrator',
    certificates: [certificate.certificatePem],
  });
  tenant.grantGraph(administrator, 'Application.ReadWrite.All');
  return [
    'Microsoft Graph, for commands that set up applications, with an application that may:',
    '',
    `  --graph-endpoint ${graphUrl} --admin-client-id ${administrator.clientId} --admin-certificate-path ${certificatePath}`,
    '',
    `The person above may, too: the browser and the device code of the client ${GRAPH_COMMAND_LINE_CLIENT_ID} lead there.`,
  ];
}

/** Inputs of the command line, by the names of its flags. */
const DEFAULTS_FILE = 'pipeline.json';

function commandLine({ directory, caFile }: Sandbox): readonly string[] {
  return [
    `  export SANDBOX=${directory}`,
    `  export NODE_EXTRA_CA_CERTS=${caFile}`,
    `  entra-aws-creds doctor --config $SANDBOX/${DEFAULTS_FILE}`,
  ];
}

function gitHubStep(sandbox: Sandbox, scenario: StandardScenario): readonly string[] {
  return [
    '  - uses: org/entra-aws-creds@v1',
    '    env:',
    `      NODE_EXTRA_CA_CERTS: ${sandbox.caFile}`,
    '    with:',
    ...inputsOf(sandbox, scenario).map(([name, value]) => `      ${name}: ${value}`),
  ];
}

function azureStep(sandbox: Sandbox, scenario: StandardScenario): readonly string[] {
  return [
    '  - task: EntraAwsCreds@1',
    '    env:',
    `      NODE_EXTRA_CA_CERTS: ${sandbox.caFile}`,
    '    inputs:',
    ...inputsOf(sandbox, scenario).map(([name, value]) => `      ${camelCase(name)}: ${value}`),
  ];
}

/** All that the services of the sandbox are reached by, so that a step with the trust policy's check passes too. */
function inputsOf(
  sandbox: Sandbox,
  scenario: StandardScenario,
): readonly (readonly [name: string, value: string])[] {
  return [
    ['tenant-id', scenario.tenantId],
    ['client-id', scenario.clientId],
    ['certificate-path', scenario.certificatePath],
    ['audience', scenario.audience],
    ['authority-host', sandbox.entraUrl],
    ['aws-region', 'eu-west-1'],
    ['role-to-assume', scenario.roleArn],
    ['sts-endpoint', sandbox.stsUrl],
    ['iam-endpoint', sandbox.iamUrl],
    ['trust-policy-check', 'enforce'],
  ];
}
