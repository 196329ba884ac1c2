import type { CheckName, DeploymentCheck } from '@entra-aws-creds/organization/deployed';
import { plainLine } from '../sign-in/plain-line.ts';
import type { Terminal } from '../terminal/terminal.ts';

const TITLES: Readonly<Record<CheckName, string>> = {
  region: 'Region',
  'central-stack': 'Central stack',
  'outbound-federation': 'Outbound identity federation',
  organization: 'Accounts of the organization',
  'member-stacks': 'Member stacks',
  'dead-letters': 'Events that got lost',
  'entra-application': 'Application in Entra',
  'entra-permissions': 'What it may do',
  'federated-credential': 'Its trust in the functions',
};
const MARKS = { fine: '✓', wrong: '✗', 'not-tried': '·' } as const;
/** @see https://www.ecma-international.org/publications-and-standards/standards/ecma-48/ */
const COLOURS = { fine: 32, wrong: 31, 'not-tried': 90 } as const;

/** One thing that was looked at: how it is, and what mends it. */
export function printCheck(check: DeploymentCheck, terminal: Terminal): void {
  const { name, result, facts, problem, mend } = check;
  const mark = terminal.hasColour
    ? `\u001b[${COLOURS[result]}m${MARKS[result]}\u001b[0m`
    : MARKS[result];
  const lines = [
    `${mark} ${TITLES[name]}${result === 'not-tried' ? `: not tried, ${problem}` : ''}`,
    ...(result === 'wrong' ? [`    ${plainLine(problem)}`] : []),
    ...facts.map((fact) => `    ${plainLine(fact)}`),
    ...mend.map((command) => `    → ${plainLine(command)}`),
  ];
  terminal.print(`${lines.join('\n')}\n`);
}
