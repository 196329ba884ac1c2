import { FINDING_CODES } from '@entra-aws-creds/trust-policy';
import { AUDIT_FINDING_CODES, type Grade, type GradedFinding } from '../judging/graded-finding.ts';
import type { ReportAbout, ReportLine, ReportTotals } from '../report/report-line.ts';
import { findingsOf } from '../report/running-totals.ts';
import { findingPage } from './finding-page.ts';
import type { ReportFormat } from './report-format.ts';

const CODES = [...FINDING_CODES, ...AUDIT_FINDING_CODES];

const LEVELS: Readonly<Record<Grade, string>> = { high: 'error', medium: 'warning', low: 'note' };

/** What code scanning sorts by: from 0 to 10, as CVSS does. */
const SECURITY_SEVERITIES: Readonly<Record<Grade, string>> = {
  high: '8.0',
  medium: '5.0',
  low: '2.0',
};

/**
 * SARIF 2.1.0 as code scanning takes it. A role of an account has no file: its place is a path made
 * of the account and the role, the same in every run, so that alerts are followed from run to run.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
 * @see https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function sarifFormat(): ReportFormat {
  let written = 0;
  const notifications: object[] = [];
  return {
    begin: (about) => {
      const schema =
        'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
      const head = { $schema: schema, version: '2.1.0' };
      const run = JSON.stringify({ tool: { driver: driver(about) }, columnKind: 'utf16CodeUnits' });
      return `${JSON.stringify(head).slice(0, -1)},"runs":[${run.slice(0, -1)},"results":[`;
    },
    line: (line) => {
      if (line.kind === 'unjudged') notifications.push(notification(line.why, 'error', line.place));
      return findingsOf(line)
        .map((finding) => `${written++ === 0 ? '' : ','}\n${JSON.stringify(result(finding, line))}`)
        .join('');
    },
    end: (totals) =>
      `\n],"invocations":[${JSON.stringify(invocation(totals, notifications))}]}]}\n`,
  };
}

function driver({ release }: ReportAbout): object {
  return {
    name: 'entra-aws-creds',
    version: release.version,
    semanticVersion: release.version,
    informationUri: release.repository,
    rules: CODES.map((code) => ({
      id: code,
      shortDescription: { text: words(code) },
      helpUri: findingPage(code, release),
      help: { text: `${words(code)}. See ${findingPage(code, release)}` },
      properties: { tags: ['security', 'aws', 'iam'] },
    })),
  };
}

/** `TRUST_NO_AUD`: No aud. */
function words(code: string): string {
  const text = code
    .replace(/^(TRUST|AUDIT)_/, '')
    .toLowerCase()
    .replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function result(finding: GradedFinding, line: ReportLine): object {
  const { code, grade, why, statement, path, corrected, accepted } = finding;
  const { artifact, name } = placeOf(line);
  const better =
    corrected === undefined
      ? ''
      : corrected === null
        ? ` Remove the statement ${statement}.`
        : ` The corrected statement: ${JSON.stringify(corrected)}`;
  return {
    ruleId: code,
    ruleIndex: CODES.indexOf(code),
    level: LEVELS[grade],
    message: { text: `${name}: ${why}${better}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(artifact) },
          region: { startLine: finding.line ?? 1 },
        },
        logicalLocations: [
          { fullyQualifiedName: `${name} ${path ?? ''}`.trim(), kind: 'resource' },
        ],
      },
    ],
    partialFingerprints: { 'roleFinding/v1': `${artifact}#${name}#${code}#${path ?? ''}` },
    properties: { 'security-severity': SECURITY_SEVERITIES[grade], grade },
    ...(accepted === undefined
      ? {}
      : {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: `${accepted.reason} (until ${accepted.until})`,
            },
          ],
        }),
  };
}

function placeOf(line: ReportLine): { readonly artifact: string; readonly name: string } {
  if (line.kind === 'role') return { artifact: line.role.place.artifact, name: line.role.name };
  if (line.kind === 'key') {
    return { artifact: `aws/${line.account}/user/${line.user}`, name: line.user };
  }
  return { artifact: line.place.artifact, name: line.role ?? '' };
}

/** A path as a relative reference: every character that a URI gives a meaning of its own is encoded. */
function uriOf(path: string): string {
  return path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
}

function notification(
  text: string,
  level: string,
  place?: { readonly artifact: string; readonly line: number | undefined },
): object {
  if (place === undefined) return { message: { text }, level };
  const physicalLocation = {
    artifactLocation: { uri: uriOf(place.artifact) },
    region: { startLine: place.line ?? 1 },
  };
  return { message: { text }, level, locations: [{ physicalLocation }] };
}

function invocation({ unjudged, notices }: ReportTotals, notifications: readonly object[]): object {
  return {
    executionSuccessful: unjudged === 0,
    toolExecutionNotifications: [
      ...notifications,
      ...notices.map((text) => notification(text, 'warning')),
    ],
  };
}
