/** A section of the AWS config file that is ours. */
interface OwnProfile {
  readonly name: string;
  /** In the order in which they are written. */
  readonly settings: readonly (readonly [name: string, value: string])[];
}

type FoundProfile = 'none' | 'own' | 'foreign' | 'twice';

/** What tells our section from another. */
const MARK = '# Written by entra-aws-creds configure.';

const HEADER = /^[ \t]*\[[ \t]*([^\]\r\n]*?)[ \t]*\]/;
const BLANK = /^[ \t]*\r?\n?$/;
const COMMENT = /^[ \t]*[#;]/;

/** Lines from `from` up to `to`, with their line breaks. */
interface Section {
  readonly from: number;
  readonly to: number;
}

/** Whose section of this name is in `text`. */
export function findProfile(text: string, name: string): FoundProfile {
  const lines = linesOf(text);
  const [section, ...more] = sectionsOf(lines, name);
  if (section === undefined) return 'none';
  if (more.length > 0) return 'twice';
  return isOwn(lines, section) ? 'own' : 'foreign';
}

/** `text` with this profile in place of the one of its name, or behind everything; all else stays byte for byte. */
export function withProfile(text: string, profile: OwnProfile): string {
  const lines = linesOf(text);
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const [section] = sectionsOf(lines, profile.name);
  if (section !== undefined) {
    const others = isOwn(lines, section) ? othersIn(lines, section, profile) : [];
    const own = [lines[section.from] ?? '', ...written(profile, end), ...others];
    const before = lines.slice(0, section.from);
    return [...before, ...own.map((line) => ended(line, end)), ...lines.slice(section.to)].join('');
  }
  const header = profile.name === 'default' ? '[default]' : `[profile ${profile.name}]`;
  const separated = text === '' ? '' : `${ended(text, end)}${end}`;
  return [separated, header, end, ...written(profile, end)].join('');
}

/** `text` without the profile, and without the empty line that was put before it. */
export function withoutProfile(text: string, name: string): string {
  const lines = linesOf(text);
  const [section] = sectionsOf(lines, name);
  if (section === undefined) return text;
  const blankBefore = section.from > 0 && BLANK.test(lines[section.from - 1] ?? '') ? 1 : 0;
  return [...lines.slice(0, section.from - blankBefore), ...lines.slice(section.to)].join('');
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

function sectionsOf(lines: readonly string[], name: string): readonly Section[] {
  const headers = lines.flatMap((line, index) => {
    const header = HEADER.exec(line)?.[1];
    return header === undefined ? [] : [{ index, header: header.replace(/[ \t]+/g, ' ') }];
  });
  return headers.flatMap(({ index, header }, position) => {
    if (!isNamed(header, name)) return [];
    const next = headers[position + 1]?.index ?? lines.length;
    return [{ from: index, to: lastOf(lines, index, next) }];
  });
}

function isNamed(header: string, name: string): boolean {
  return header === `profile ${name}` || (name === 'default' && header === 'default');
}

/** Empty lines and comments in front of the next header belong to what follows, our mark aside. */
function lastOf(lines: readonly string[], from: number, next: number): number {
  let to = next;
  while (to > from + 1) {
    const line = lines[to - 1] ?? '';
    if (line.startsWith(MARK) || !(BLANK.test(line) || COMMENT.test(line))) break;
    to -= 1;
  }
  return to;
}

function isOwn(lines: readonly string[], { from, to }: Section): boolean {
  return lines.slice(from, to).some((line) => line.startsWith(MARK));
}

function othersIn(
  lines: readonly string[],
  { from, to }: Section,
  { settings }: OwnProfile,
): readonly string[] {
  const ours = RegExp(`^(?:${settings.map(([name]) => name).join('|')})\\s*[=:]`, 'i');
  return lines.slice(from + 1, to).filter((line) => !line.startsWith(MARK) && !ours.test(line));
}

function written({ settings }: OwnProfile, end: string): readonly string[] {
  return [MARK, ...settings.map(([name, value]) => `${name} = ${value}`)].map(
    (line) => `${line}${end}`,
  );
}

function ended(text: string, end: string): string {
  return text.endsWith('\n') ? text : `${text}${end}`;
}
