export interface GitHubCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** @see https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs */
const REGISTERED = new Set([
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'internal-set-repo-path',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
]);

/**
 * Reads a workflow command out of a line of output: `::name key=value,…::data` at its start, or
 * the older `##[name key=value;…]data` anywhere in it.
 *
 * @see https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function parseGitHubCommand(
  line: string,
  resumeToken?: string | undefined,
): GitHubCommand | undefined {
  const isKnown = (name: string) => REGISTERED.has(name) || name === resumeToken;
  return parseColonForm(line, isKnown) ?? parseBracketForm(line, isKnown);
}

function parseColonForm(
  line: string,
  isKnown: (name: string) => boolean,
): GitHubCommand | undefined {
  const match = /^::([^ ]*?)(?: (.*?))?::(.*)$/s.exec(line.trimStart());
  const [, name = '', properties = '', data = ''] = match ?? [];
  if (!isKnown(name)) return undefined;
  return {
    name,
    properties: readProperties(properties.trim(), ',', unescapeProperty),
    data: unescapeData(data),
  };
}

function parseBracketForm(
  line: string,
  isKnown: (name: string) => boolean,
): GitHubCommand | undefined {
  const match = /##\[([^\] ]*)(?: ([^\]]*))?\](.*)$/s.exec(line);
  const [, name = '', properties = '', data = ''] = match ?? [];
  if (!isKnown(name)) return undefined;
  return {
    name,
    properties: readProperties(properties, ';', unescapeBracketed),
    data: unescapeBracketed(data),
  };
}

function readProperties(
  text: string,
  separator: string,
  decode: (value: string) => string,
): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const pair of text.split(separator)) {
    const at = pair.indexOf('=');
    // A property without a name or without a value is passed over.
    if (at > 0 && at < pair.length - 1) properties[pair.slice(0, at)] = decode(pair.slice(at + 1));
  }
  return properties;
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function unescapeProperty(text: string): string {
  return unescapeData(
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ','),
  );
}

function unescapeBracketed(text: string): string {
  return unescapeData(text.replaceAll('%3B', ';').replaceAll('%5D', ']'));
}
