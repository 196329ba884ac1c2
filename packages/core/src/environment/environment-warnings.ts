import { isMicrosoftHost } from '../1-inputs/entra/authority-host.ts';
import type { StepInputs } from '../1-inputs/step-inputs.ts';
import type { JobHost } from '../job/job-host.ts';

/**
 * Options that let other code into a process of Node, or let others look into it.
 *
 * @see https://nodejs.org/api/cli.html#node_optionsoptions
 */
const OPENING_OPTIONS =
  /(?<=^|\s)(?:-r|--require|--import|--loader|--experimental-loader|--inspect[a-z-]*|--tls-keylog|--trace-tls|--tls-min-v1\.[01])(?=[\s=]|$)/g;

/** What an earlier step or the machine left in the environment, and its owner should know of before a secret is sent. */
export function environmentWarnings(
  { application }: Pick<StepInputs, 'application'>,
  job: Pick<JobHost, 'currentValue' | 'read'>,
): readonly string[] {
  const variable = (name: string) => job.currentValue(name) ?? '';
  const warnings: string[] = [];
  if (variable('NODE_TLS_REJECT_UNAUTHORIZED') === '0') {
    warnings.push(
      'NODE_TLS_REJECT_UNAUTHORIZED is 0, set by an earlier step or on the machine, so Node programs trust any server. This step verifies certificates regardless. Unset it, and name your own CA in NODE_EXTRA_CA_CERTS.',
    );
  }
  const opening = [...new Set(variable('NODE_OPTIONS').match(OPENING_OPTIONS) ?? [])];
  if (opening.length > 0) {
    warnings.push(
      `NODE_OPTIONS has ${opening.join(' and ')}, set by an earlier step or on the machine: that lets others into this step, who can read what it reads. Unset it for this step if that is not intended.`,
    );
  }
  const authorityHost = application?.authorityHost;
  if (
    authorityHost !== undefined &&
    variable('AZURE_AUTHORITY_HOST') !== '' &&
    job.read('authority-host') === '' &&
    !isMicrosoftHost(authorityHost)
  ) {
    warnings.push(
      `The variable AZURE_AUTHORITY_HOST sends the login to ${authorityHost.host}, which is not a known host of Microsoft Entra ID. Give "authority-host" if that is intended, or unset the variable.`,
    );
  }
  return warnings;
}

/** Whose word is taken for the hosts besides Node's own list. */
export function environmentLines(job: Pick<JobHost, 'currentValue'>): readonly string[] {
  const file = job.currentValue('NODE_EXTRA_CA_CERTS') ?? '';
  return file === ''
    ? []
    : ['The variable NODE_EXTRA_CA_CERTS adds trusted certificate authorities'];
}
