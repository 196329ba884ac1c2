import type { RoleArn } from '@entra-aws-creds/core/programs';
import type { Question } from '../observe/question.ts';
import type { ApplicationName } from './application-name.ts';
import type { EntraCloud, TenantGuid } from './issuer.ts';
import type { Half } from './wish.ts';

/** Which binding is looked at; nothing is known of it but what its two sides hold. */
export interface Verification {
  readonly tenant: TenantGuid;
  readonly cloud: EntraCloud;
  /** Undefined: the application that the role names in its tag. */
  readonly application: ApplicationName | undefined;
  readonly role: RoleArn;
  readonly half: Half;
  /** The audience by which a statement asks to be taken over; undefined: none. */
  readonly placeholder?: string;
}

/** What has to be known to tell drift. */
export function verificationQuestion(verification: Verification): Question {
  return {
    ...verification,
    tokenVersion: undefined,
    followsTrust: true,
    namesakes: true,
    deleted: false,
    federatedCredentials: true,
    inlinePolicies: false,
    neighbours: false,
    awaitsApplication: false,
    awaitsRole: false,
  };
}
