import { runAction } from './action-run.mjs';
import { framedPage } from './framed-page.mjs';
import { steadyText } from './steady-text.mjs';

/** What Markdown looks like where GitHub renders it, near enough. */
const STYLE = `body{font:14px/1.5 system-ui,sans-serif;padding:16px 24px}
h3{font-size:1.25em;margin:0 0 12px}h4{margin:16px 0 8px}
table{border-collapse:collapse}th,td{border:1px solid #8b949e66;padding:5px 12px;text-align:left;overflow-wrap:anywhere}
th{white-space:nowrap}
pre{background:#8b949e26;border-radius:6px;padding:12px;margin:0;font:12px/1.45 ui-monospace,Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere}`;

/** The summary of a job that got its credentials. */
export async function summaryPicture() {
  return drawn({
    label: 'The summary of a job: role, session, and what the token says to AWS',
    run: await runAction(),
    height: 494,
  });
}

/** That of a job which the trust check stopped, with the policy that it should have found. */
export async function refusedPicture() {
  return drawn({
    label: 'The summary of a job that the trust check stopped: finding and corrected policy',
    run: await runAction({ tokenVersion: 1, trusted: ['aud'] }),
    height: 796,
  });
}

function drawn({ label, run, height }) {
  const page = `<style>${STYLE}</style>${rendered(steadyText(run.summary))}`;
  return framedPage({ label, title: 'Job summary', page, width: 840, height });
}

/** The report is HTML already, but for fenced documents. */
function rendered(markdown) {
  return markdown.replaceAll(
    /^(`{3,})json\n([\s\S]*?)\n\1$/gm,
    (_, _fence, json) => `<pre>${json.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</pre>`,
  );
}
