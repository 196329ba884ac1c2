import { createHash } from 'node:crypto';
import type { SignInOutcome } from '@entra-aws-creds/core/programs';
import { plainLine } from './plain-line.ts';

/** A page that a browser of this machine is shown. Nothing of it comes from anywhere else. */
export interface Page {
  readonly status: number;
  readonly html: string;
}

const STYLE = `:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1.5rem}
h1{font-size:1.5rem}
p{overflow-wrap:anywhere}`;

/** What became of the login. The texts of a failure are untrusted. */
export function outcomePage(outcome: SignInOutcome): Page {
  if (outcome.kind === 'signed-in') {
    return page(200, 'Entra has logged you in', [
      'Go back to the terminal, which says what follows. You can close this window.',
    ]);
  }
  return page(400, 'You are not logged in', [
    outcome.message,
    outcome.hint,
    'You can close this window; the terminal says the same.',
  ]);
}

/** For what is no answer to a login. */
export const STRAY_PAGES = {
  path: page(404, 'Nothing is here', [
    'entra-aws-creds waits at this address for the end of a login, and this is not one. The login goes on in the window that it was begun in.',
  ]),
  host: page(421, 'Not for this address', [
    'entra-aws-creds answers only to localhost. Nothing was done.',
  ]),
  second: page(409, 'This login has its answer', [
    'Another window was first; what it brought counts. You can close this one.',
  ]),
  spent: page(410, 'This address was used', [
    'It opens the AWS console once. Run the command again for another one.',
  ]),
} as const;

/** No script, nothing from elsewhere, in nobody's frame, kept nowhere, and no address passed on. */
export function pageHeaders({ html }: Page): Readonly<Record<string, string>> {
  const style = createHash('sha256').update(STYLE).digest('base64');
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-length': String(Buffer.byteLength(html)),
    'content-security-policy': `default-src 'none'; style-src 'sha256-${style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}

function page(status: number, title: string, paragraphs: readonly string[]): Page {
  const shown = paragraphs.filter((text) => text !== '');
  return {
    status,
    html: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
<h1>${escapeHtml(title)}</h1>
${shown.map((text) => `<p>${escapeHtml(plainLine(text))}</p>`).join('\n')}
</html>
`,
  };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}
