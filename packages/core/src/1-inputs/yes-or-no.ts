import { quote } from '../text/log-line.ts';
import { InputProblem } from './input-problem.ts';

/** @throws InputProblem unless `text` is `true` or `false` as YAML 1.2 writes them */
export function parseYesOrNo(text: string): boolean {
  if (/^(true|True|TRUE)$/.test(text)) return true;
  if (/^(false|False|FALSE)$/.test(text)) return false;
  throw new InputProblem(`is ${quote(text)}`, 'Give true or false.');
}
