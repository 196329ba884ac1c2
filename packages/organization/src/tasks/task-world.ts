import type {
  BindingWorld,
  IdentityAccount,
  RoleDirectory,
  RoleName,
} from '@entra-aws-creds/bindings';
import type { Settings } from '../settings.ts';

/** What tasks are done with. */
export interface TaskWorld extends Omit<BindingWorld, 'directory' | 'account'> {
  readonly settings: Settings;
  readonly directory: RoleDirectory;
  /** IAM of a member account, with the rights of the automation there. @throws StepFailure `EAC_STS_…` */
  accountOf(address: Omit<RoleName, 'name'>): Promise<IdentityAccount>;
}
