import { mergeStatement } from '@entra-aws-creds/trust-policy';
import { withAws } from '../observe/observed.ts';
import { textNow } from '../plan/later.ts';
import { refuseIfTooLong, statementFor } from '../plan/trust-merge.ts';
import { asAnswered, type Step } from './step.ts';
import { writeTrust } from './trust-writing.ts';

/** Writing reads back: it ends when what was read needs no merging. */
export const openTrust: Step<'open-trust'> = {
  isDone: () => false,
  async make(change, state, world) {
    const own = statementFor(change, (text) => textNow(text, state));
    const role = await writeTrust(
      change.role,
      (policy) => {
        const merge = mergeStatement(policy, own);
        if (merge.document !== undefined) refuseIfTooLong(change.role, policy, merge.document);
        return merge;
      },
      world,
    );
    return withAws(state, { role });
  },
  verify: asAnswered,
};
