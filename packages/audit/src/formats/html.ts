import { GRADES, type Grade, type GradedFinding } from '../judging/graded-finding.ts';
import type {
  KeyLine,
  ReportAbout,
  ReportLine,
  ReportTotals,
  RoleLine,
  UnjudgedLine,
} from '../report/report-line.ts';
import { findingPage } from './finding-page.ts';
import { gradesChart } from './grades-chart.ts';
import { STYLE } from './html-style.ts';
import { html, type Markup } from './html-text.ts';
import type { ReportFormat } from './report-format.ts';

/**
 * One page that needs nothing besides: no script, nothing loaded, and a policy that forbids both. The summary is
 * known last and shown first.
 */
export function htmlFormat(): ReportFormat {
  let release: ReportAbout['release'] = { repository: '', version: '' };
  return {
    begin: (about) => {
      release = about.release;
      return head(about).markup;
    },
    line: (line) => `${block(line, release).markup}\n`,
    end: (totals) => `</main>\n${summary(totals).markup}\n</body></html>\n`,
  };
}

function head({ title, made, release }: ReportAbout): Markup {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer"><title>${title}</title><style>${{ markup: STYLE }}</style></head><body>
<header><h1>${title}</h1><p class="soft">${made} · entra-aws-creds ${release.version}</p></header>
<main><h2>Roles</h2>
`;
}

function block(line: ReportLine, release: ReportAbout['release']): Markup {
  if (line.kind === 'unjudged') return unjudged(line);
  return line.kind === 'key' ? key(line) : role(line, release);
}

function unjudged({ role, account, place, why }: UnjudgedLine): Markup {
  const name = [account, role ?? place.artifact].filter((one) => one !== undefined).join(' · ');
  return html`<article class="high"><span class="grade high">not judged</span><h3>${name}</h3><p>${why}</p></article>`;
}

function key({ account, user, keyEnding, pipeline, instead, finding }: KeyLine): Markup {
  const looks = pipeline === undefined ? '' : html`<p>Looks like a pipeline's: ${pipeline}.</p>`;
  const plan =
    instead.length === 0
      ? ''
      : html`<pre>${instead.map(
          (one) => html`${one}
`,
        )}</pre>`;
  return html`<article class="${finding.grade}">${grade(finding.grade)}<h3>stored key …${keyEnding} of ${user} · ${account}</h3><p>${finding.why}</p>${looks}${plan}${accepted(finding)}</article>`;
}

function role(
  { role: { name, arn, place }, whoGetsIn, applications, findings, lastUse }: RoleLine,
  release: ReportAbout['release'],
): Markup {
  const counted = findings.filter((one) => one.accepted === undefined);
  const worst = GRADES.find((one) => counted.some((finding) => finding.grade === one));
  const where =
    arn === undefined && place.line !== undefined
      ? `${place.artifact}:${place.line}`
      : place.artifact;
  const use =
    lastUse === undefined
      ? ''
      : html` · ${lastUse.at === null ? 'never used' : `last used ${lastUse.at.slice(0, 10)}`}`;
  const list =
    findings.length === 0 ? '' : html`<ul>${findings.map((one) => item(one, release))}</ul>`;
  return html`<article class="${worst ?? 'fine'}">${grade(worst)}<h3>${arn ?? name}</h3><p class="soft">${where}${use}</p>${[...whoGetsIn, ...applications].map((one) => html`<p>${one}</p>`)}${list}</article>`;
}

function grade(worst: Grade | undefined): Markup {
  return html`<span class="grade ${worst ?? 'fine'}">${worst ?? 'fine'}</span>`;
}

function item(finding: GradedFinding, release: ReportAbout['release']): Markup {
  const { code, grade: own, statement, line, why, corrected } = finding;
  const where = [statement, line === undefined ? undefined : `line ${line}`].filter(
    (one) => one !== undefined,
  );
  const better =
    corrected === undefined
      ? ''
      : corrected === null
        ? html`<p>Remove ${statement ?? 'the statement'}.</p>`
        : html`<pre>${JSON.stringify(corrected)}</pre>`;
  const state = finding.accepted === undefined ? '' : 'accepted';
  return html`<li class="finding"><span class="grade ${own}">${own}</span> <a class="${state}" href="${findingPage(code, release)}">${code}</a> <span class="soft">${where.join(', ')}</span><p>${why}</p>${better}${accepted(finding)}</li>`;
}

function accepted({ accepted: by }: GradedFinding): Markup | string {
  return by === undefined ? '' : html`<p class="soft">Accepted until ${by.until}: ${by.reason}</p>`;
}

function summary({
  roles,
  matching,
  high,
  medium,
  low,
  accepted: taken,
  unjudged: not,
  notices,
  accounts,
}: ReportTotals): Markup {
  const rows = [
    ['roles looked at', roles],
    ['open to tokens', matching],
    ['high', high],
    ['medium', medium],
    ['low', low],
    ['accepted', taken],
    ['not judged', not],
  ] as const;
  const notes =
    notices.length === 0 ? '' : html`<ul>${notices.map((one) => html`<li>${one}</li>`)}</ul>`;
  return html`<section id="summary"><h2>Summary</h2><table>${rows.map(([name, count]) => html`<tr><th scope="row">${name}</th><td>${count}</td></tr>`)}</table>${notes}${gradesChart(accounts)}</section>`;
}
