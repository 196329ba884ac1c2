import { join } from 'node:path';
import type { Region } from '../1-inputs/aws/region.ts';
import { StepFailure } from '../failure/step-failure.ts';
import type { Platform } from '../platform/platform.ts';
import { quote } from '../text/log-line.ts';
import { type ConfigSection, headersIn, withSections, withSetting } from './aws-config-file.ts';
import type { PlannedFile } from './job-folder.ts';
import type { NamedSession } from './named-sessions.ts';
import { CONFIG, CREDENTIALS, type UserFile, userFilePath } from './user-files.ts';

/** AWS configuration files of the job's own, not yet written. */
export interface ProfileFiles {
  readonly credentials: PlannedFile;
  readonly config: PlannedFile;
  /** Profiles of the user's that are hidden by ours of the same name. */
  readonly hidden: readonly string[];
}

/**
 * What to write into `folder` so that AWS tools find `sessions` as profiles, besides those that
 * they find now.
 *
 * @param region for those who name no profile, where the environment does not say it
 * @throws StepFailure `EAC_PROFILE_FILES` when a file of the user's is there but cannot be read
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export async function planProfileFiles(
  sessions: readonly NamedSession[],
  region: Region | undefined,
  folder: string,
  platform: Pick<Platform, 'environment' | 'readFile'>,
): Promise<ProfileFiles> {
  const [ownCredentials, ownConfig] = await Promise.all([
    readExisting(CREDENTIALS, platform),
    readExisting(CONFIG, platform),
  ]);
  const credentials = sessions.filter((named) => named.credentialProcess === undefined);
  // Where a profile renews itself, credentials of its name in the other file would go before it.
  const cleared = sessions.map(({ name }) => name);
  const names = new Set<string>(cleared);
  const present = [...headersIn(ownCredentials), ...headersIn(ownConfig).map(profileOf)];
  return {
    credentials: {
      path: join(folder, CREDENTIALS.name),
      text: withSections(ownCredentials, credentials.map(credentialsSection), cleared),
    },
    config: {
      path: join(folder, CONFIG.name),
      text: withSections(
        region === undefined ? ownConfig : withDefaultRegion(ownConfig, region),
        sessions.map(configSection),
        ['profile default'].filter(() => names.has('default')),
      ),
    },
    hidden: [...new Set(present.filter((name) => names.has(name)))],
  };
}

/** What AWS tools read now, which stays in view in front of our sections. */
async function readExisting(
  file: UserFile,
  { environment, readFile }: Pick<Platform, 'environment' | 'readFile'>,
): Promise<string> {
  const path = userFilePath(file, (name) => environment[name] ?? '');
  if (path === '') return '';
  try {
    return (await readFile(path)).toString('utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    if (code === 'ENOENT' || code === 'ENOTDIR') return '';
    throw new StepFailure(
      'EAC_PROFILE_FILES',
      `The file ${quote(path)}, whose profiles should stay visible, cannot be read (${code}).`,
      `Give the job read access to it, or set ${file.variable} to another file before this step.`,
      { cause: error },
    );
  }
}

function profileOf(header: string): string {
  return header.replace(/^profile /, '');
}

function withDefaultRegion(config: string, region: Region): string {
  const header = headersIn(config).includes('profile default') ? 'profile default' : 'default';
  return withSetting(config, header, 'region', region.name);
}

function credentialsSection({ name, session }: NamedSession): ConfigSection {
  const { accessKeyId, secretAccessKey, sessionToken } = session.credentials;
  return {
    header: name,
    settings: {
      aws_access_key_id: accessKeyId.reveal(),
      aws_secret_access_key: secretAccessKey.reveal(),
      aws_session_token: sessionToken.reveal(),
    },
  };
}

function configSection({ name, session, credentialProcess }: NamedSession): ConfigSection {
  return {
    header: name === 'default' ? name : `profile ${name}`,
    settings: {
      region: session.request.region.name,
      ...(credentialProcess !== undefined && { credential_process: credentialProcess }),
    },
  };
}
