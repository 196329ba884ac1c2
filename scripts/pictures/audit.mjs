import { audit } from './audit-run.mjs';
import { framedPage } from './framed-page.mjs';
import { steadyText } from './steady-text.mjs';
import { terminalStill } from './terminal-still.mjs';

const CALL = 'entra-aws-creds audit --organization --role-name Audit';
const GRADES = ['high', 'medium', 'low', 'fine'];

/** What an audit prints, without the addresses of the documentation. */
export async function auditPicture() {
  const printed = steadyText(await audit('organization', 'table')).replaceAll(
    /^ {4}See .*\n/gm,
    '',
  );
  return terminalStill({
    label: 'A terminal in which an audit grades the roles and keys of an organization',
    printed: `$ ${CALL}\n${printed}`,
    coloured: [
      [/^\$ .*/, 'fine'],
      ...GRADES.map((grade) => [RegExp(`(?<=^ {0,2})${grade}(?= )`), grade]),
      [/^not judged(?= )/, 'high'],
    ],
  });
}

/** The page of the same audit without the account that it starts from; the end of it does not fit. */
export async function auditPagePicture() {
  return framedPage({
    label: 'The page of an audit: totals, a chart by account, and each role with its findings',
    title: 'audit.html',
    page: steadyText(await audit('members', 'html')),
    width: 880,
    height: 958,
  });
}
