import type { Report, ReportDocument } from '@entra-aws-creds/core';

/**
 * A report as the Markdown of a job summary. Texts of services stay text: headings and table are one line
 * each of HTML, in which Markdown means nothing until the next empty line; a document stands between fences
 * that are longer than any in it.
 *
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions#adding-a-job-summary
 * @see https://spec.commonmark.org/0.31.2/#html-blocks
 */
export function jobSummary({ title, rows, documents }: Report): string {
  const cells = rows.map(
    ([label, value]) => `<tr><th>${escapeHtml(label)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  const table = `<h3>${escapeHtml(title)}</h3>\n<table>${cells.join('')}</table>\n`;
  return [table, ...documents.map(fenced)].join('\n');
}

function fenced({ title, json }: ReportDocument): string {
  const longest = Math.max(0, ...(json.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `<h4>${escapeHtml(title)}</h4>\n\n${fence}json\n${json}\n${fence}\n`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
