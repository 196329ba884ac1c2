type Variables = Readonly<Record<string, string>>;

/** How variables are written for each reader. Names are letters and underscores; values may be any line. */
export const FORMATS = { sh, fish, powershell, cmd, dotenv, json } as const;

export type Format = keyof typeof FORMATS;

function lines(variables: Variables, line: (name: string, value: string) => string): string {
  return Object.entries(variables)
    .map(([name, value]) => `${line(name, value)}\n`)
    .join('');
}

/** POSIX: nothing but a single quote is special within single quotes. */
function sh(variables: Variables): string {
  return lines(variables, (name, value) => `export ${name}='${value.replaceAll("'", "'\\''")}'`);
}

/** @see https://fishshell.com/docs/current/language.html#quotes */
function fish(variables: Variables): string {
  return lines(variables, (name, value) => `set -gx ${name} '${value.replace(/[\\']/g, '\\$&')}'`);
}

/** @see https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules */
function powershell(variables: Variables): string {
  return lines(variables, (name, value) => `$Env:${name} = '${value.replaceAll("'", "''")}'`);
}

/** Within the quotes only `%` means something to a batch file, and credentials have none. */
function cmd(variables: Variables): string {
  return lines(variables, (name, value) => `set "${name}=${value.replaceAll('%', '%%')}"`);
}

function dotenv(variables: Variables): string {
  return lines(variables, (name, value) => `${name}="${value.replace(/["\\$`]/g, '\\$&')}"`);
}

function json(variables: Variables): string {
  return `${JSON.stringify(variables, undefined, 2)}\n`;
}
