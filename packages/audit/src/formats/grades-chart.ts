import { GRADES } from '../judging/graded-finding.ts';
import type { AccountTotals } from '../report/report-line.ts';
import { html, type Markup } from './html-text.ts';

const MOST_BARS = 30;
const ROW = 22;
const LABELS = 130;
const WIDTH = 560;

/** The findings of each account by grade, the worst account first, as a picture with a name for each part. */
export function gradesChart(accounts: readonly AccountTotals[]): Markup {
  const bars = barsOf(accounts);
  const most = Math.max(1, ...bars.map(countOf));
  const height = bars.length * ROW + 4;
  const rows = bars.map((bar, index) => row(bar, index, most));
  return html`<svg class="chart" role="img" aria-label="Findings by account and grade" viewBox="0 0 ${LABELS + WIDTH + 60} ${height}" xmlns="http://www.w3.org/2000/svg">${rows}</svg>`;
}

function barsOf(accounts: readonly AccountTotals[]): readonly AccountTotals[] {
  const sorted = accounts
    .filter((one) => countOf(one) > 0)
    .sort(
      (one, other) => other.high - one.high || other.medium - one.medium || other.low - one.low,
    );
  const others = sorted.slice(MOST_BARS);
  if (others.length === 0) return sorted;
  const sum = (grade: (typeof GRADES)[number]) =>
    others.reduce((total, one) => total + one[grade], 0);
  const rest = {
    account: `${others.length} others`,
    high: sum('high'),
    medium: sum('medium'),
    low: sum('low'),
  };
  return [...sorted.slice(0, MOST_BARS), rest];
}

function countOf({ high, medium, low }: AccountTotals): number {
  return high + medium + low;
}

function row(bar: AccountTotals, index: number, most: number): Markup {
  const y = index * ROW + 4;
  const name = bar.account === '' ? 'files' : bar.account;
  let x = LABELS;
  const parts = GRADES.map((grade) => {
    const width = Math.round((bar[grade] / most) * WIDTH);
    const part = html`<rect class="${grade}" x="${x}" y="${y}" width="${width}" height="${ROW - 8}"><title>${name}: ${bar[grade]} ${grade}</title></rect>`;
    x += width;
    return part;
  });
  return html`<text x="${LABELS - 8}" y="${y + 12}" text-anchor="end">${name}</text>${parts}<text x="${x + 6}" y="${y + 12}">${countOf(bar)}</text>`;
}
