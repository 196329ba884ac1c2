import { runAction } from './action-run.mjs';
import { escaped } from './terminal-lines.mjs';

const WIDTH = 860;
const TOP = 84;
const JOB = 138;
const LIFELINES = { job: JOB, entra: 500, sts: 715 };
const TITLES = { job: 'Your job', entra: 'Microsoft Entra ID', sts: 'AWS STS, in your region' };

/** What happens, from top to bottom; where a service is asked, the run says how. */
const STEPS = [
  { in: 'job', says: ['1 check every input, mask secrets'] },
  { to: 'entra', says: "2 client assertion, signed with the certificate's key" },
  { from: 'entra', says: '3 access token' },
  { in: 'job', says: ['4 check tenant and expiry'] },
  { to: 'sts', says: '5 access token, role, session name' },
  {
    in: 'sts',
    says: [
      "verify the token's signature",
      'OIDC provider: issuer, audience',
      'role: its trust policy',
    ],
  },
  { from: 'sts', says: '6 temporary credentials' },
  { in: 'job', says: ['7 check role and account'] },
  { in: 'job', says: ['8 mask, then export'] },
  { in: 'job', says: ['later steps of the job'], soft: true },
  { in: 'job', says: ['9 remove files, blank variables'] },
];

/** The way from a certificate to credentials. */
export async function flowPicture() {
  const { requests } = await runAction({ check: false });
  const asked = Object.fromEntries(requests.map((request) => [request.service, inWords(request)]));
  if (requests.length !== 2 || asked.entra === undefined || asked.sts === undefined) {
    throw new Error(`The diagram has two requests; the step makes ${JSON.stringify(requests)}.`);
  }
  let y = TOP;
  const drawn = STEPS.map((step) => {
    const part = step.in === undefined ? arrow(step, y, asked) : box(step, y);
    y += part.height;
    return part.svg;
  });
  return sheet(drawn, y + 4);
}

function inWords({ method, path, body }) {
  const action = new URLSearchParams(body).get('Action');
  const place = path.replace(/^\/[\da-f-]{36}\//, '/{tenant}/');
  return `${method} ${place}${action === null ? '' : ` ${action}`}`;
}

function box({ in: who, says, soft }, y) {
  const wide = 236;
  const high = says.length * 18 + 12;
  const x = LIFELINES[who] - wide / 2;
  const lines = says.map(
    (line, index) =>
      `<text x="${LIFELINES[who]}" y="${y + 19 + index * 18}" text-anchor="middle"${soft ? ' class="soft"' : ''}>${escaped(line)}</text>`,
  );
  const frame = `<rect class="${soft ? 'pause' : 'box'}" x="${x}" y="${y}" width="${wide}" height="${high}" rx="5"/>`;
  return { svg: frame + lines.join(''), height: high + 14 };
}

function arrow({ to, from, says }, y, asked) {
  const far = LIFELINES[to ?? from];
  const [start, end] = to === undefined ? [far, JOB] : [JOB, far];
  const label = `<text x="${JOB + 14}" y="${y + 12}">${escaped(says)}</text>`;
  const how = to && `<text class="soft request" x="${JOB + 14}" y="${y + 36}">${asked[to]}</text>`;
  const line = `<path class="${to === undefined ? 'answer' : 'request'}" d="M${start} ${y + 20}H${end + (end > start ? -7 : 7)}" marker-end="url(#head)"/>`;
  return { svg: `${label}${line}${how ?? ''}`, height: to === undefined ? 38 : 56 };
}

function sheet(drawn, height) {
  const lifelines = Object.entries(LIFELINES).map(
    ([who, x]) =>
      `<path class="life" d="M${x} 56V${height - 16}"/><rect class="who" x="${x - 100}" y="20" width="200" height="36" rx="6"/><text class="name" x="${x}" y="43" text-anchor="middle">${TITLES[who]}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="From a certificate to AWS credentials, in nine steps and two requests">
<style>
:root{color-scheme:light dark;--ink:#1f2328;--paper:#fff;--line:#d0d7de;--soft:#57606a;--who:#ddf4ff;--accent:#0969da}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--paper:#0d1117;--line:#3d444d;--soft:#9198a1;--who:#121d2f;--accent:#4493f8}}
text{font:13px system-ui,sans-serif;fill:var(--ink)}
.name{font-weight:600}.soft{fill:var(--soft)}text.request{font:11px ui-monospace,Menlo,Consolas,monospace}
.who{fill:var(--who);stroke:var(--accent)}.box{fill:var(--paper);stroke:var(--line)}.pause{fill:var(--paper)}
.life{stroke:var(--line);stroke-dasharray:2 4}
path{fill:none;stroke:var(--accent);stroke-width:1.5}path.answer{stroke-dasharray:5 4}
#head path{fill:var(--accent);stroke:none}
</style>
<marker id="head" viewBox="0 0 8 8" refX="1" refY="4" markerWidth="6" markerHeight="6" orient="auto"><path d="M0 0 8 4 0 8z"/></marker>
<rect x=".5" y=".5" width="${WIDTH - 1}" height="${height - 1}" rx="8" fill="var(--paper)" stroke="var(--line)"/>
${lifelines.join('\n')}
${drawn.join('\n')}
</svg>
`;
}
