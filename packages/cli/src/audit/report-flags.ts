import { readFileSync } from 'node:fs';
import {
  Acceptances,
  FORMAT_NAMES,
  type FormatName,
  GRADES,
  type Grade,
  parseAcceptedRisks,
  WrongAcceptedRisks,
} from '@entra-aws-creds/audit';
import type { Flag } from '../flags/flag.ts';
import type { FlagValues } from '../flags/flag-values.ts';
import { WrongUsage } from '../wrong-usage.ts';

/** What both the audit of files and that of accounts may be told about what they print. */
export const REPORT_FLAGS: readonly Flag[] = [
  { name: 'all-providers', means: 'also roles that trust other OIDC providers than Entra' },
  {
    name: 'accept',
    value: 'FILE',
    means: 'risks that are accepted: a list of role, finding, reason and until',
  },
  {
    name: 'fail-on',
    value: 'GRADE',
    means: 'high, medium or low: from which on the exit status is 2; medium if not given',
  },
  { name: 'format', value: 'FORMAT', means: 'table, json, sarif, html or csv; table if not given' },
];

/** How the report is to look, and when it fails. */
export interface ReportChoice {
  readonly format: FormatName;
  readonly failOn: Grade;
  readonly acceptances: Acceptances;
}

/** @throws WrongUsage */
export function reportChoice(flags: FlagValues, now: Date): ReportChoice {
  const format = flags.value('format');
  if (format !== undefined && flags.has('json') && format !== 'json') {
    throw new WrongUsage('Give only one of --format and --json.');
  }
  return {
    format: oneOf('format', format ?? (flags.has('json') ? 'json' : 'table'), FORMAT_NAMES),
    failOn: oneOf('fail-on', flags.value('fail-on') ?? 'medium', GRADES),
    acceptances: acceptancesOf(flags.value('accept'), now),
  };
}

function oneOf<Name extends string>(flag: string, text: string, names: readonly Name[]): Name {
  const name = names.find((one) => one === text);
  if (name === undefined) throw new WrongUsage(`--${flag} takes one of ${names.join(', ')}.`);
  return name;
}

function acceptancesOf(path: string | undefined, now: Date): Acceptances {
  if (path === undefined) return new Acceptances([], now);
  const shown = JSON.stringify(path);
  try {
    return new Acceptances(parseAcceptedRisks(readFileSync(path, 'utf8')), now);
  } catch (error) {
    if (error instanceof WrongAcceptedRisks) {
      throw new WrongUsage(
        `--accept names ${shown}, which is no list of accepted risks.`,
        error.message,
      );
    }
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new WrongUsage(`--accept names ${shown}, which cannot be read (${code}).`);
  }
}
