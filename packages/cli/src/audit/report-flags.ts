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
import { namedFile } from '../flags/named-file.ts';
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
  const text = namedFile('accept', path).toString('utf8');
  try {
    return new Acceptances(parseAcceptedRisks(text), now);
  } catch (error) {
    if (!(error instanceof WrongAcceptedRisks)) throw error;
    throw new WrongUsage(
      `--accept names ${JSON.stringify(path)}, which is no list of accepted risks.`,
      error.message,
    );
  }
}
