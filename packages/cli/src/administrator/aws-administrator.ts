import { StepFailure, signingKeys } from '@entra-aws-creds/core/programs';
import type { SigningKeys } from '@entra-aws-creds/core/services';
import type { Invocation } from '../command.ts';

/**
 * The AWS credentials of whoever may change roles and identity providers: what the AWS tools find here.
 *
 * @param mask is told of what is secret in them
 * @throws StepFailure `EAC_ADMIN_CREDENTIALS`
 */
export async function awsAdministrator(
  { flags, terminal }: Invocation,
  mask: (text: string) => void,
): Promise<SigningKeys> {
  const { findCredentials } = await import('../whoami/found-credentials.ts');
  const profile = flags.value('admin-aws-profile');
  const found = await findCredentials(profile, terminal.environment['AWS_PROFILE']).catch(
    (error: unknown) => {
      const said = error instanceof Error ? error.message : typeof error;
      throw new StepFailure(
        'EAC_ADMIN_CREDENTIALS',
        `There are no AWS credentials to act with: ${said.replace(/\.?$/, '.')}`,
        'Log in with the AWS tools (aws login, aws sso login), or name a profile with "--admin-aws-profile".',
        { cause: error },
      );
    },
  );
  terminal.say(`AWS: with ${found.source}.`);
  return signingKeys(found, mask);
}
