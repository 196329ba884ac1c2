import type { KeyLine, ReportLine, RoleLine, UnjudgedLine } from '../report/report-line.ts';
import type { ReportFormat } from './report-format.ts';

/** Rises when a member is renamed or taken away; docs/audit.md says what each means. */
const FORM = 1;

/** One object: `form`, `made`, `lines` and `totals`. */
export function jsonFormat(): ReportFormat {
  let written = 0;
  return {
    begin: ({ title, made, release }) => {
      const head = { form: FORM, title, made, version: release.version };
      return `${JSON.stringify(head).slice(0, -1)},"lines":[`;
    },
    line: (line) => `${written++ === 0 ? '' : ','}\n${JSON.stringify(jsonLine(line))}`,
    end: (totals) => `\n],"totals":${JSON.stringify(totals)}}\n`,
  };
}

function jsonLine(line: ReportLine): object {
  switch (line.kind) {
    case 'role':
      return roleJson(line);
    case 'unjudged':
      return unjudgedJson(line);
    case 'key':
      return keyJson(line);
  }
}

function roleJson({ role, whoGetsIn, findings, issuers, lastUse, applications }: RoleLine): object {
  const { name, arn, account, place } = role;
  return {
    kind: 'role',
    role: name,
    arn: arn ?? null,
    account: account ?? null,
    file: place.artifact,
    line: place.line ?? null,
    issuers: issuers.map(({ issuer }) => issuer),
    whoGetsIn,
    lastUse: lastUse ?? null,
    applications,
    findings,
  };
}

function unjudgedJson({ role, account, place, why }: UnjudgedLine): object {
  const at = { file: place.artifact, line: place.line ?? null };
  return { kind: 'unjudged', role: role ?? null, account: account ?? null, ...at, why };
}

function keyJson(key: KeyLine): object {
  const { account, user, keyEnding, ageDays, lastUse, service, pipeline, instead, finding } = key;
  return {
    kind: 'key',
    account,
    user,
    keyEnding,
    ageDays,
    lastUse,
    service: service ?? null,
    pipeline: pipeline ?? null,
    instead,
    findings: [finding],
  };
}
