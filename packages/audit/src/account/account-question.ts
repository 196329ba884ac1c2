import type { Acceptances } from '../accepting/accepted-risks.ts';
import type { EntraFacts } from '../entra/entra-facts.ts';
import type { Question } from '../judging/judge-role.ts';

/** What is asked of every account. */
export interface AccountQuestion extends Question {
  readonly acceptances: Acceptances;
  /** Undefined where nobody is logged in to Entra. */
  readonly entra: EntraFacts | undefined;
  readonly now: Date;
  /** Told of every role that was looked at. */
  onRole(): void;
}
