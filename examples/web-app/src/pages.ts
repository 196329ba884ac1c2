import type { BucketView } from './session.ts';

export const STYLE = `body{font:16px/1.5 system-ui;max-width:40rem;margin:4rem auto;padding:0 1rem}
nav a{margin-right:1rem}code{overflow-wrap:anywhere}`;

export interface Work {
  readonly name: string;
  readonly roles: readonly string[];
  /** The role that the buckets are seen with. */
  readonly role: string;
  readonly buckets: readonly BucketView[];
}

export function workPage({ name, roles, role, buckets }: Work): string {
  const choices = roles.map((one) =>
    one === role
      ? `<strong>${escapeHtml(roleName(one))}</strong>`
      : `<a href="/?role=${encodeURIComponent(one)}">${escapeHtml(roleName(one))}</a>`,
  );
  return page(
    'Your buckets',
    `<p>Signed in as <strong>${escapeHtml(name)}</strong></p>
<nav aria-label="Roles">${choices.join(' ')}</nav>
${buckets.map(bucketPart).join('\n')}
${SIGN_OUT}`,
  );
}

export function welcomePage(): string {
  return page('Reports', '<p><a href="/sign-in">Sign in</a></p>');
}

/** @param text one sentence, which may hold anything */
export function refusalPage(title: string, text: string, way: 'sign-in' | 'sign-out'): string {
  const next = way === 'sign-in' ? '<p><a href="/sign-in">Sign in again</a></p>' : SIGN_OUT;
  return page(title, `<p>${escapeHtml(text)}</p>\n${next}`);
}

const SIGN_OUT = '<form method="post" action="/sign-out"><button>Sign out</button></form>';

function bucketPart({ name, keys }: BucketView): string {
  const heading = `<h2>${escapeHtml(name)}</h2>`;
  if (keys === 'not-allowed') return `${heading}<p>AWS does not let you list it.</p>`;
  const items = keys.map((key) => `<li><code>${escapeHtml(key)}</code></li>`);
  return `${heading}<ul>${items.join('')}</ul>`;
}

/** `Readers` of `arn:aws:iam::123456789012:role/people/Readers`. */
export function roleName(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="/style.css">
<h1>${escapeHtml(title)}</h1>
${body}
</html>
`;
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
