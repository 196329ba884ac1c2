import { jsonEscape, SecretMasker, uriEscape } from './secret-masker.ts';

/**
 * The forms of a secret that actions/runner masks besides the plain one.
 *
 * @see https://github.com/actions/runner/blob/main/src/Sdk/DTLogging/Logging/ValueEncoders.cs
 * @see https://github.com/actions/runner/blob/main/src/Runner.Common/HostContext.cs
 */
export function createGitHubMasker(): SecretMasker {
  return new SecretMasker([
    (value) => base64(value, 0),
    (value) => base64(value, 1),
    (value) => base64(value, 2),
    (value) => value.replaceAll('"', '\\"'),
    (value) => value.replaceAll("'", "''"),
    jsonEscape,
    uriEscape,
    xmlEscape,
    trimDoubleQuotes,
    beforeAmpersand,
    afterAmpersand,
  ]);
}

/** What `::add-mask::` registers: the value, and each of its lines. */
export function registerMask(masker: SecretMasker, value: string): void {
  masker.add(value);
  for (const line of value.split(/[\r\n]/)) masker.add(line.trim());
}

/** The end of a value's base64 differs with what stands before it, by up to two bytes. */
function base64(value: string, shift: number): string {
  const bytes = Buffer.from(value, 'utf8');
  return bytes.subarray(bytes.length > shift ? shift : 0).toString('base64');
}

function xmlEscape(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

function trimDoubleQuotes(value: string): string {
  const quoted = value.length > 8 && value.startsWith('"') && value.endsWith('"');
  return quoted ? value.slice(1, -1) : '';
}

function beforeAmpersand(value: string): string {
  const colored = value.indexOf('&+');
  const end = colored >= 0 ? colored + 2 : value.lastIndexOf('&') + 1;
  return end >= 6 ? value.slice(0, end) : '';
}

function afterAmpersand(value: string): string {
  if (!value.includes('&')) return '';
  const colored = value.indexOf('&+');
  const section = value.slice(colored >= 0 ? colored + 3 : value.lastIndexOf('&') + 1);
  return section.length >= 6 ? section : '';
}
