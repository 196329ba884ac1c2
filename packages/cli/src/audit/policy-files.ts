import { readFileSync } from 'node:fs';
import type { PolicyFile, ReportLine } from '@entra-aws-creds/audit';
import type { Terminal } from '../terminal/terminal.ts';

/** A file as it was given, or what to report of one that cannot be read; `-` is standard input. */
export async function readPolicies(
  path: string,
  terminal: Terminal,
): Promise<PolicyFile | ReportLine> {
  if (path === '-') {
    return { file: 'standard-input', text: await terminal.readStandardInput() };
  }
  try {
    return { file: path, text: decoded(readFileSync(path)) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    const place = { artifact: path, line: undefined };
    const why = `The file cannot be read (${code}).`;
    return { kind: 'unjudged', role: undefined, account: undefined, place, why };
  }
}

/** Windows PowerShell redirects into UTF-16, with a byte order mark. */
function decoded(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}
