import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { isInstalled } from '../clients/client.ts';
import { CLIENTS } from '../clients/clients.ts';

/** A program of somebody else's that reads profiles. */
interface Reader {
  readonly name: string;
  /** Why it cannot be asked here. */
  readonly missing: string | undefined;
  /** @returns whose credentials the profile gives */
  read(profile: string, environment: Readonly<Record<string, string>>): Promise<string>;
}

const run = promisify(execFile);

/** By the folder or name of a client: why it cannot read this profile, installed or not. */
const CANNOT: Readonly<Record<string, string>> = {
  java: 'it trusts a store of its own, which only npm run test:clients makes',
  'SDK for JavaScript 2 (AWS Toolkit for Azure DevOps)':
    'it reads keys of a named profile, and runs no credential_process for one',
};

/** The clients that `npm run test:clients` installs. */
export function whoReads(): readonly Reader[] {
  return CLIENTS.filter(({ onlyByVariable }) => !onlyByVariable).map((client) => ({
    name: `${client.name} ${client.version}`,
    missing:
      CANNOT[client.folder] ??
      CANNOT[client.name] ??
      (isInstalled(client) ? undefined : 'not installed: npm run test:clients'),
    read: async (profile, environment) => {
      const services = {
        caFile: environment['AWS_CA_BUNDLE'] ?? '',
        stsUrl: environment['AWS_ENDPOINT_URL_STS'] ?? '',
        neighboursUrl: '',
        trustStore: '',
      };
      const command = client.command(services, profile);
      const env = { ...environment, AWS_SDK_LOAD_CONFIG: '1' };
      const { stdout } = await run('sh', ['-c', command], { env });
      return stdout.trim();
    },
  }));
}
