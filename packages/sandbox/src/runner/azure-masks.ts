import { jsonEscape, SecretMasker, uriEscape } from './secret-masker.ts';

/**
 * The forms of a secret that the agent masks besides the plain one. Base64 is not among them.
 *
 * @see https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/HostContext.cs
 */
export function createAzureMasker(): SecretMasker {
  return new SecretMasker([jsonEscape, uriEscape, backslashUnescape]);
}

/**
 * What the agent registers for a secret variable that the server sent, which is more than it does
 * for one that a task sets.
 *
 * @see https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/Worker.cs
 */
export function registerServerSecret(masker: SecretMasker, value: string): void {
  const encoded = Buffer.from(value, 'utf8').toString('base64');
  for (const form of [value, encoded]) {
    const withoutBreaks = form.replaceAll('\r', '%0D').replaceAll('\n', '%0A');
    const escaped = form.replaceAll('%', '%AZP25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
    for (const item of [form, withoutBreaks, escaped]) {
      masker.add(item);
      masker.add(item.replace(/^[\r\n ]+|[\r\n ]+$/g, ''));
      masker.add(item.replace(/^(["'`])(.*)\1$/s, '$2'));
    }
  }
}

function backslashUnescape(value: string): string {
  return value
    .replaceAll('\\\\', '\\')
    .replaceAll("\\'", "'")
    .replaceAll('\\"', '"')
    .replaceAll('\\t', '\t');
}
