import type { RoleArn } from '@entra-aws-creds/core/programs';
import type { TokenVersion } from '../binding.ts';
import type { Question } from '../observe/question.ts';
import type { ApplicationName } from './application-name.ts';
import type { EntraCloud, TenantGuid } from './issuer.ts';
import type { Half } from './wish.ts';

/** Which binding is to go. */
export interface TeardownWish {
  readonly tenant: TenantGuid;
  readonly cloud: EntraCloud;
  /** Undefined: the application that the role names in its tag. */
  readonly application: ApplicationName | undefined;
  readonly role: RoleArn;
  /** Undefined: what the application has. */
  readonly tokenVersion: TokenVersion | undefined;
  readonly half: Half;
  /** Whether the application is deleted for good, and its name free at once. */
  readonly purge: boolean;
}

/** What teardown has to know. */
export function teardownQuestion(wish: TeardownWish): Question {
  return {
    ...wish,
    followsTrust: true,
    namesakes: true,
    deleted: wish.purge,
    federatedCredentials: false,
    inlinePolicies: true,
    neighbours: true,
    awaitsApplication: true,
    awaitsRole: true,
  };
}
