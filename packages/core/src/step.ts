import { SECRET_INPUT_NAMES } from './1-inputs/input-name.ts';
import { isNotExpanded } from './1-inputs/input-reader.ts';
import { readStepInputs, type StepInputs } from './1-inputs/step-inputs.ts';
import { logInToEntra } from './2-entra-token/entra-login.ts';
import { webIdentityOf } from './2-entra-token/web-identity.ts';
import { assumeRoleWithWebIdentity } from './3-sts-credentials/web-identity-exchange.ts';
import { checkAccount, checkSession } from './4-checks/account-check.ts';
import type { Host } from './5-publish/host.ts';
import { JobLog } from './5-publish/job-log.ts';
import { Masks } from './5-publish/masks.ts';
import { publish } from './5-publish/publish.ts';
import { reportRows } from './5-publish/report.ts';
import { asStepFailure } from './failure.ts';
import type { Platform } from './platform/platform.ts';

/**
 * The whole step, in the order in which its data flows. It never throws: a failure is
 * told to the host, and nothing was exported then.
 */
export async function runStep(host: Host, platform: Platform): Promise<void> {
  const masks = new Masks(host);
  const log = new JobLog(host, masks);
  try {
    await exchangeAndPublish(host, platform, masks, log);
  } catch (error) {
    log.fail(asStepFailure(error));
  } finally {
    platform.network.close();
  }
}

async function exchangeAndPublish(
  host: Host,
  platform: Platform,
  masks: Masks,
  log: JobLog,
): Promise<void> {
  maskSecretInputs(host, masks);
  const inputs = await readStepInputs(host, host.run, platform, masks.add);
  masks.add(inputs.certificate.privateKey.reveal());
  if (inputs.maskAccountId) masks.add(inputs.role.account);
  warnOfInputs(inputs, platform, log);

  log.info(loginLine(inputs));
  const token = await logInToEntra(inputs, platform, masks.add);
  const identity = webIdentityOf(token.claims);
  log.info(
    `Entra issued a v${token.claims.version} token: issuer ${identity.issuer}, audience for AWS ${identity.audience}, subject ${identity.subject}`,
  );

  const { role, region, sessionName, stsEndpoint } = inputs;
  log.info(`Assuming ${role} as ${sessionName} at ${stsEndpoint.url.host} (${region.name})`);
  const credentials = await assumeRoleWithWebIdentity(token, inputs, platform);
  masks.add(credentials.accessKeyId.reveal());
  masks.add(credentials.secretAccessKey.reveal());
  masks.add(credentials.sessionToken.reveal());

  checkSession(credentials, role, sessionName);
  checkAccount(credentials, inputs.allowedAccounts);

  const result = { inputs, identity, credentials };
  const names = publish(result, host, platform);
  log.info(
    `Credentials until ${credentials.expires.toISOString()}; exported ${names.length === 0 ? 'no variable' : names.join(', ')}`,
  );
  log.report('AWS credentials from Microsoft Entra ID', reportRows(result));
}

function maskSecretInputs(host: Host, masks: Masks): void {
  for (const name of SECRET_INPUT_NAMES) {
    const text = host.read(name);
    // `$(name)` is what its reader will be told about; masked, the message would say nothing.
    if (!isNotExpanded(text)) masks.add(text);
  }
}

const MILLISECONDS_A_DAY = 86_400_000;
const DAYS_TO_RENEW = 30;

function warnOfInputs(inputs: StepInputs, { clock }: Platform, log: JobLog): void {
  const { certificate, stsEndpoint } = inputs;
  const days = (certificate.validTo.getTime() - clock.now().getTime()) / MILLISECONDS_A_DAY;
  if (days < DAYS_TO_RENEW) {
    log.warning(
      `The certificate ${certificate.subject} (thumbprint ${certificate.thumbprintSha1}) expires on ${certificate.validTo.toISOString().slice(0, 10)}, in ${Math.floor(days)} days. Upload a new one to the app registration before that.`,
    );
  }
  if (stsEndpoint.setBy !== undefined) {
    log.warning(
      `The variable ${stsEndpoint.setBy} sends the token to ${stsEndpoint.url.host} instead of the STS endpoint of ${inputs.region.name}. Give "sts-endpoint" if that is meant, or set AWS_IGNORE_CONFIGURED_ENDPOINT_URLS to true.`,
    );
  }
}

function loginLine({ tenant, clientId, certificate, authorityHost }: StepInputs): string {
  const { thumbprintSha1, thumbprintSha256, validTo } = certificate;
  return `Logging in to tenant ${tenant} at ${authorityHost.host} as ${clientId} with the certificate ${thumbprintSha1} (SHA-1), ${thumbprintSha256} (SHA-256), valid until ${validTo.toISOString().slice(0, 10)}`;
}
