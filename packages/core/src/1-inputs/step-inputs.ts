import type { Platform } from '../platform/platform.ts';
import { type AccountId, parseAccountIds } from './account-id.ts';
import { type Audience, parseAudience } from './audience.ts';
import { type AuthorityHost, PUBLIC_CLOUD, parseAuthorityHost } from './authority-host.ts';
import { readCertificate } from './certificate-source.ts';
import type { ClientCertificate } from './client-certificate.ts';
import type { RawInputs } from './input-name.ts';
import { InputReader, isRight, type OrWrong } from './input-reader.ts';
import { parseRegion, type Region } from './region.ts';
import { RoleArn } from './role-arn.ts';
import { parseSessionDuration, type SessionDuration } from './session-duration.ts';
import {
  type PipelineRun,
  parseSessionName,
  type SessionName,
  sessionNameOf,
} from './session-name.ts';
import { parseEndpoint, regionalEndpoint, type StsEndpoint } from './sts-endpoint.ts';
import { type ClientId, parseClientId, parseTenantId, type TenantId } from './tenant-id.ts';
import { parseYesOrNo } from './yes-or-no.ts';

/** Everything that a pipeline author said, as values that cannot be wrong. */
export interface StepInputs {
  readonly tenant: TenantId;
  readonly clientId: ClientId;
  readonly certificate: ClientCertificate;
  readonly audience: Audience;
  readonly authorityHost: AuthorityHost;
  readonly region: Region;
  readonly role: RoleArn;
  readonly sessionName: SessionName;
  readonly duration: SessionDuration;
  readonly stsEndpoint: StsEndpoint;
  /** Empty: any account will do. */
  readonly allowedAccounts: readonly AccountId[];
  readonly maskAccountId: boolean;
  readonly outputCredentials: boolean;
  readonly exportCredentials: boolean;
  readonly unsetCurrentCredentials: boolean;
  readonly cleanUp: boolean;
}

const ONE_HOUR = parseSessionDuration('3600');

/**
 * Reads and checks every input, and the files and variables that they stand for.
 * `seeSecret` is told of secret text as soon as it is read.
 *
 * @throws StepFailure naming everything that is wrong
 */
export async function readStepInputs(
  raw: Pick<RawInputs, 'read'>,
  run: PipelineRun,
  platform: Platform,
  seeSecret: (text: string) => void,
): Promise<StepInputs> {
  const reader = new InputReader(raw);
  const clientId = reader.required('client-id', parseClientId);
  const region = reader.required('aws-region', parseRegion);
  return reader.finish<StepInputs>({
    tenant: reader.required('tenant-id', parseTenantId),
    clientId,
    certificate: await readCertificate(reader, platform, seeSecret),
    // An application that asks a token for itself names itself by its client ID (AADSTS90009).
    audience: reader.optional(
      'audience',
      parseAudience,
      isRight(clientId) ? parseAudience(clientId) : clientId,
    ),
    authorityHost: readAuthorityHost(reader, platform),
    region,
    role: readRole(reader, region),
    sessionName: reader.optional('role-session-name', parseSessionName, sessionNameOf(run)),
    duration: reader.optional('role-duration-seconds', parseSessionDuration, ONE_HOUR),
    stsEndpoint: readStsEndpoint(reader, region, platform),
    allowedAccounts: reader.optional('allowed-account-ids', parseAccountIds, []),
    maskAccountId: reader.optional('mask-aws-account-id', parseYesOrNo, false),
    outputCredentials: reader.optional('output-credentials', parseYesOrNo, false),
    exportCredentials: reader.optional('output-env-credentials', parseYesOrNo, true),
    unsetCurrentCredentials: reader.optional('unset-current-credentials', parseYesOrNo, false),
    cleanUp: reader.optional('clean-up', parseYesOrNo, true),
  });
}

function readAuthorityHost(reader: InputReader, { environment }: Platform): OrWrong<AuthorityHost> {
  const fromEnvironment = environment['AZURE_AUTHORITY_HOST'] ?? '';
  if (reader.has('authority-host') || fromEnvironment === '') {
    return reader.optional('authority-host', parseAuthorityHost, PUBLIC_CLOUD);
  }
  return reader.parseFrom('The variable AZURE_AUTHORITY_HOST', fromEnvironment, parseAuthorityHost);
}

function readRole(reader: InputReader, region: OrWrong<Region>): OrWrong<RoleArn> {
  const role = reader.required('role-to-assume', RoleArn.parse);
  if (!isRight(role) || !isRight(region) || role.partition === region.partition) return role;
  return reader.wrong(
    'EAC_INPUT_CONFLICT',
    `"role-to-assume" is in the partition ${role.partition.id}, "aws-region" ${region.name} is in ${region.partition.id}.`,
    'A role can only be assumed in its own partition: take a region of it, or the role of the other one.',
  );
}

function readStsEndpoint(
  reader: InputReader,
  region: OrWrong<Region>,
  { environment }: Platform,
): OrWrong<StsEndpoint> {
  if (reader.has('sts-endpoint')) {
    const url = reader.parse('sts-endpoint', reader.text('sts-endpoint'), parseEndpoint);
    return isRight(url) ? { url } : url;
  }
  const ignored = environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']?.toLowerCase() === 'true';
  const setBy = ['AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL'].find((name) => environment[name]);
  if (setBy !== undefined && !ignored) {
    const url = reader.parseFrom(`The variable ${setBy}`, environment[setBy] ?? '', parseEndpoint);
    return isRight(url) ? { url, setBy } : url;
  }
  return isRight(region) ? { url: regionalEndpoint(region) } : region;
}
