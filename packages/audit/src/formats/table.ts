import { plainText } from '@entra-aws-creds/core/programs';
import type { Grade, GradedFinding } from '../judging/graded-finding.ts';
import type { ReportAbout, ReportLine, ReportTotals } from '../report/report-line.ts';
import { findingPage } from './finding-page.ts';
import type { ReportFormat } from './report-format.ts';

/** @see https://www.ecma-international.org/publications-and-standards/standards/ecma-48/ */
const COLOURS: Readonly<Record<Grade | 'none', number>> = {
  high: 31,
  medium: 33,
  low: 36,
  none: 32,
};

/** For people in a terminal or a log: a paragraph for each role. */
export function tableFormat(hasColour: boolean): ReportFormat {
  const paint = (grade: Grade | 'none', text: string) =>
    hasColour ? `\u001b[${COLOURS[grade]}m${text}\u001b[0m` : text;
  let release: ReportAbout['release'] = { repository: '', version: '' };
  return {
    begin: (about) => {
      release = about.release;
      return '';
    },
    line: (line) => `${linesOf(line, paint, release).join('\n')}\n\n`,
    end: (totals) => `${summaryOf(totals).join('\n')}\n`,
  };
}

type Paint = (grade: Grade | 'none', text: string) => string;

function linesOf(
  line: ReportLine,
  paint: Paint,
  release: ReportAbout['release'],
): readonly string[] {
  if (line.kind === 'unjudged') {
    const { role, place, why } = line;
    return [
      `${paint('high', 'not judged')}  ${shown(role ?? place.artifact)}${at(place)}`,
      `  ${shown(why)}`,
    ];
  }
  if (line.kind === 'key') {
    const { user, account, keyEnding, pipeline, instead, finding } = line;
    return [
      `${paint(finding.grade, finding.grade)}  stored key …${shown(keyEnding)} of ${shown(user)} in ${account}`,
      `  ${shown(finding.why)}`,
      ...(pipeline === undefined ? [] : [`  Looks like a pipeline's: ${shown(pipeline)}.`]),
      ...instead.map((one) => `  ${shown(one)}`),
      ...acceptedLines(finding),
    ];
  }
  const { role, whoGetsIn, applications, findings, lastUse } = line;
  const counted = findings.filter(({ accepted }) => accepted === undefined);
  const worst = (['high', 'medium', 'low'] as const).find((grade) => {
    return counted.some((one) => one.grade === grade);
  });
  const mark = paint(worst ?? 'none', worst ?? 'fine');
  return [
    `${mark}  ${shown(role.arn ?? role.name)}${role.arn === undefined ? at(role.place) : ''}${used(lastUse?.at)}`,
    ...[...whoGetsIn, ...applications].map((one) => `  ${shown(one)}`),
    ...findings.flatMap((one) => findingLines(one, role.place.artifact, paint, release)),
  ];
}

function findingLines(
  finding: GradedFinding,
  artifact: string,
  paint: Paint,
  release: ReportAbout['release'],
): readonly string[] {
  const { grade, code, statement, line, why, corrected } = finding;
  const where = [statement, line === undefined ? undefined : `${artifact}:${line}`]
    .filter((one) => one !== undefined)
    .join(', ');
  const better =
    corrected === undefined
      ? []
      : [corrected === null ? `    Remove ${statement}.` : `    ${JSON.stringify(corrected)}`];
  return [
    `  ${paint(grade, grade)} ${code}${where === '' ? '' : ` (${shown(where)})`}: ${shown(why)}`,
    ...better.map((one) => shown(one, 4_000)),
    ...acceptedLines(finding),
    `    See ${findingPage(code, release)}`,
  ];
}

function acceptedLines({ accepted }: GradedFinding): readonly string[] {
  if (accepted === undefined) return [];
  return [`    Accepted until ${accepted.until}: ${shown(accepted.reason)}`];
}

function at({
  artifact,
  line,
}: {
  readonly artifact: string;
  readonly line: number | undefined;
}): string {
  return line === undefined ? '' : ` (${shown(artifact)}:${line})`;
}

function used(lastUse: string | null | undefined): string {
  if (lastUse === undefined) return '';
  return lastUse === null ? ', never used' : `, last used ${lastUse.slice(0, 10)}`;
}

function summaryOf(totals: ReportTotals): readonly string[] {
  const { roles, matching, high, medium, low, accepted, unjudged, notices } = totals;
  const parts = [
    `${high} high`,
    `${medium} medium`,
    `${low} low`,
    ...(accepted > 0 ? [`${accepted} accepted`] : []),
    ...(unjudged > 0 ? [`${unjudged} not judged`] : []),
  ];
  const looked = `${roles} ${roles === 1 ? 'role' : 'roles'} looked at, ${matching} of them open to tokens`;
  return [...notices.map((one) => shown(one)), `${looked}: ${parts.join(', ')}.`];
}

/** Text from policies and services: one line, and nothing that a terminal or an agent obeys. */
function shown(text: string, limit = 1_000): string {
  const indent = /^ */.exec(text)?.[0] ?? '';
  return `${indent}${plainText(text, limit)}`;
}
