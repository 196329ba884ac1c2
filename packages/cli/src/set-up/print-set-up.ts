import {
  federatedCredentialFor,
  graphOf,
  isPrintForm,
  newWish,
  PRINT_FORMS,
  type Printed,
  type PrintForm,
  parseTenantGuid,
  publicCertificate,
  TOKEN_EXCHANGE,
  type WantedCredential,
} from '@entra-aws-creds/bindings';
import { parseAuthorityHost, parseClientId } from '@entra-aws-creds/core/programs';
import { parseRegion } from '@entra-aws-creds/core/services';
import { SERVICE_INPUTS } from '../administrator/administrator-flags.ts';
import { EXIT, type ExitStatus, type Invocation } from '../command.ts';
import { readCommandLineInputs } from '../flags/command-line-inputs.ts';
import { administratorDefaults, readDefaultsFile } from '../flags/defaults-file.ts';
import type { Flag } from '../flags/flag.ts';
import type { FlagValues } from '../flags/flag-values.ts';
import { namedFile } from '../flags/named-file.ts';
import { serviceUrl } from '../flags/service-url.ts';
import { WrongUsage } from '../wrong-usage.ts';
import { rolesIn } from './accounts-file.ts';
import { parseObjectId, readNames, requireApplication, requireRole } from './binding-flags.ts';
import { given } from './given.ts';
import { readFederation, readWishFlags } from './wish-flags.ts';

/** Set-up as code for others to run. */
export const PRINT_FLAGS: readonly Flag[] = [
  {
    name: 'print',
    value: 'FORM',
    means: `write it as code instead of doing it: ${Object.keys(PRINT_FORMS).join(', ')}; nobody is asked`,
  },
  {
    name: 'accounts-file',
    value: 'FILE',
    means: 'with --print: account IDs, one a line, for the same role in each',
  },
];

/** Prints what set-up would make; no server is asked. @throws WrongUsage */
export async function printSetUp(invocation: Invocation, form: string): Promise<ExitStatus> {
  if (!isPrintForm(form)) {
    throw new WrongUsage(`--print takes ${Object.keys(PRINT_FORMS).join(', ')}.`);
  }
  const { terminal } = invocation;
  const printed = await printedOf(invocation, form);
  terminal.print(PRINT_FORMS[form].print(printed));
  terminal.say(saidOf(form, printed));
  return EXIT.done;
}

async function printedOf({ flags, terminal }: Invocation, form: PrintForm): Promise<Printed> {
  const path = flags.value('config');
  const defaults = path === undefined ? undefined : readDefaultsFile(path);
  const inputs = await readCommandLineInputs(SERVICE_INPUTS, flags, defaults, terminal);
  const all = flags.orElse(administratorDefaults(defaults));
  const authority = given(
    inputs.label('authority-host'),
    inputs.read('authority-host') || 'AzureCloud',
    parseAuthorityHost,
  );
  const graph = graphOf(authority, serviceUrl('graph-endpoint', all.value('graph-endpoint')));
  const names = readNames(flags);
  const role = requireRole(names);
  const half = halfOf(form, flags);
  const ids = idsIn(flags, half);
  const region = inputs.read('aws-region');
  const tenant = given(inputs.label('tenant-id'), inputs.read('tenant-id'), parseTenantGuid);
  const application = requireApplication(names);
  const credential = half === 'aws' ? NONE : credentialIn(flags, TOKEN_EXCHANGE[graph.cloud]);
  const parts = { ...readWishFlags(flags), tenant, application, role, credential };
  return {
    ...newWish(parts),
    roles: rolesIn(flags.value('accounts-file'), role),
    half,
    ids,
    graph,
    region: region === '' ? 'REGION' : given(inputs.label('aws-region'), region, parseRegion).name,
  };
}

const NONE: WantedCredential = { kind: 'none' };

/** Some forms have words for one half only. */
function halfOf(form: PrintForm, flags: FlagValues): Printed['half'] {
  const only = flags.value('only');
  if (only !== undefined && only !== 'entra' && only !== 'aws') {
    throw new WrongUsage('--only takes entra or aws.');
  }
  const { half } = PRINT_FORMS[form];
  if (half === undefined || only === undefined || half === only) return half ?? only;
  throw new WrongUsage(
    `--print ${form} has no words for the half of ${only === 'aws' ? 'AWS' : 'Entra'}.`,
    `Take cli, terraform or ${only === 'aws' ? 'cloudformation' : 'bicep'}.`,
  );
}

function idsIn(flags: FlagValues, half: Printed['half']): Printed['ids'] {
  const clientId = flags.value('client-id');
  const subject = flags.value('subject');
  if (clientId === undefined && subject === undefined) return undefined;
  if (half !== 'aws') throw new WrongUsage('--client-id and --subject go with --only aws.');
  if (clientId === undefined || subject === undefined) {
    throw new WrongUsage('--client-id and --subject go together.');
  }
  return {
    clientId: given('--client-id', clientId, parseClientId),
    servicePrincipalId: given('--subject', subject, parseObjectId),
  };
}

/** The private key is nothing that code may hold, so the certificate has to be there already. */
function credentialIn(flags: FlagValues, audience: string): WantedCredential {
  const federation = readFederation(flags);
  if (federation.length > 0) {
    const credentials = federation.map((one) => federatedCredentialFor(one, audience));
    return { kind: 'federated', credentials };
  }
  const path = flags.value('certificate-out');
  if (path === undefined) {
    throw new WrongUsage(
      'The application needs something to log in with.',
      `Name a certificate that is there with --certificate-out, or the job with --federated. One is made by: ${OPENSSL}`,
    );
  }
  return { kind: 'certificate', certificate: publicCertificate(certificateIn(path)) };
}

const OPENSSL =
  'openssl req -x509 -newkey rsa:3072 -nodes -days 365 -subj /CN=pipeline -keyout key.pem -out certificate.pem';

function certificateIn(path: string): string {
  const hint = `Printing makes no key. One is made by: ${OPENSSL}`;
  return namedFile('certificate-out', path, hint).toString('latin1');
}

function saidOf(form: PrintForm, { half }: Printed): string {
  const other = PRINT_FORMS[form].half;
  const rest =
    other === 'aws'
      ? " Entra's half is bicep, or another form with --only entra."
      : other === 'entra'
        ? " AWS's half is cloudformation, or another form with --only aws."
        : half === undefined
          ? ''
          : ` The half of ${half === 'aws' ? 'Entra' : 'AWS'} is not in it.`;
  return `Nothing was done, and nothing is proved: the code says how to prove it.${rest}`;
}
