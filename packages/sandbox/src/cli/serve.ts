import { once } from 'node:events';
import { injectFault } from '../faults/inject.ts';
import { startSandbox } from '../sandbox.ts';
import { standardScenario } from '../standard-scenario.ts';
import { parseChosenFault } from './faults.ts';

/** Keeps a sandbox running until it is interrupted, and says what a pipeline needs to use it. */
export async function serve(): Promise<void> {
  const chosen = process.argv.slice(3).map(parseChosenFault);
  const sandbox = await startSandbox();
  try {
    const scenario = await standardScenario(sandbox, { tokenVersion: 2 });
    const lines = [
      'A local Entra and AWS. For the step and whatever uses its credentials:',
      '',
      `  NODE_EXTRA_CA_CERTS=${sandbox.caFile}`,
      '',
      `  tenant-id: ${scenario.tenantId}`,
      `  client-id: ${scenario.clientId}`,
      `  certificate-path: ${scenario.certificatePath}`,
      `  audience: ${scenario.audience}`,
      `  authority-host: ${sandbox.entraUrl}`,
      '  aws-region: eu-west-1',
      `  role-to-assume: ${scenario.roleArn}`,
      `  sts-endpoint: ${sandbox.stsUrl}`,
      '',
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
