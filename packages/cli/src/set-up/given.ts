import { InputProblem } from '@entra-aws-creds/core/programs';
import { WrongUsage } from '../wrong-usage.ts';

/** `parse(text)`, where what is wrong with it is the fault of what `label` names. @throws WrongUsage */
export function given<T>(label: string, text: string, parse: (text: string) => T): T {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error;
    throw new WrongUsage(`${label} ${error.message}.`, error.hint);
  }
}
