import type { HttpResponse } from '../../http/message.ts';

/** A page of the sandbox's own sign-in; `body` is HTML. */
export function htmlPage(title: string, body: string, status = 200): HttpResponse {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<style>body{font:16px/1.5 system-ui;max-width:30rem;margin:4rem auto}label,button{display:block;margin:.5rem 0}</style>
<h1>${escapeHtml(title)}</h1>
${body}
</html>
`,
  };
}

/** A form that carries `hidden` along; each button sends its name. */
export function form(
  action: string,
  hidden: Readonly<Record<string, string>>,
  fields: readonly { readonly name: string; readonly label: string; readonly type: string }[],
  buttons: Readonly<Record<string, string>>,
): string {
  return [
    `<form method="post" action="${escapeHtml(action)}">`,
    ...Object.entries(hidden).map(
      ([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`,
    ),
    ...fields.map(
      ({ name, label, type }) =>
        `<label>${escapeHtml(label)} <input name="${name}" type="${type}" autocomplete="off"></label>`,
    ),
    ...Object.entries(buttons).map(
      ([name, label]) => `<button name="button" value="${name}">${escapeHtml(label)}</button>`,
    ),
    '</form>',
  ].join('\n');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}
