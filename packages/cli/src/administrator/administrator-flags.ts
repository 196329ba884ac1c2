import { inputsAmong } from '../flags/command-line-inputs.ts';
import type { Flag } from '../flags/flag.ts';
import { EXCHANGE_FLAGS } from '../flags/input-flags.ts';

/** What says where the services are, and how they are reached. */
export const SERVICE_INPUTS = inputsAmong([
  'tenant-id',
  'authority-host',
  'aws-region',
  'sts-endpoint',
  'iam-endpoint',
  'use-fips-endpoint',
  'use-dualstack-endpoint',
  'http-proxy',
  'no-proxy',
  'retry-max-attempts',
  'action-timeout-s',
]);
const NAMES: readonly string[] = SERVICE_INPUTS;

/** With whose rights a command acts, on either side. */
export const ADMINISTRATOR_FLAGS: readonly Flag[] = [
  {
    name: 'admin-client-id',
    value: 'CLIENT',
    means: 'act in Entra as this application; else as who is logged in to az, else as a person',
  },
  {
    name: 'admin-certificate-path',
    value: 'FILE',
    means: 'certificate and private key of that application, PEM or PFX',
  },
  {
    name: 'admin-certificate-password-file',
    value: 'FILE',
    means: 'file with the password of that private key or PFX',
  },
  { name: 'device-code', means: 'log in as a person in the browser of another machine' },
  {
    name: 'admin-aws-profile',
    value: 'NAME',
    means: 'act in AWS with this profile; else with what AWS tools find',
  },
  { name: 'graph-endpoint', value: 'URL', means: 'another Microsoft Graph' },
  ...EXCHANGE_FLAGS.filter(({ name }) => NAMES.includes(name)),
];
