import { addressOf } from '../failure/documentation.ts';
import type { Correction, Redact, StepFailure } from '../failure/step-failure.ts';
import { plainJson } from '../text/plain-json.ts';
import type { Report, ReportDocument, ReportRow } from './job-host.ts';

/** What a failed step leaves for people to read: what failed, what to do, and what to copy for it. */
export function failureReport(failure: StepFailure, redact?: Redact): Report {
  const failures = failure.parts.length > 0 ? failure.parts : [failure];
  return {
    title: 'No AWS credentials: the step failed',
    rows: failures.flatMap((one) => rowsOf(one, redact)),
    documents: documentsOf([...failure.corrections, ...failures.flatMap((one) => one.corrections)]),
  };
}

function rowsOf(failure: StepFailure, redact?: Redact): readonly ReportRow[] {
  return [
    [failure.code, failure.whatHappened(redact)],
    ['What to do', failure.hint],
    ['Explained at', addressOf(failure.code)],
  ];
}

/** Each once: many roles of one account fail for want of the same policy. */
function documentsOf(corrections: readonly Correction[]): readonly ReportDocument[] {
  const documents = corrections.map(({ what, value }) => ({ title: what, json: plainJson(value) }));
  return documents.filter(
    ({ title, json }, index) =>
      documents.findIndex((one) => one.title === title && one.json === json) === index,
  );
}
