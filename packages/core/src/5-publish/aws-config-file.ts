/**
 * One section of an AWS configuration file: `[header]` and its settings.
 *
 * @see https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html
 */
export interface ConfigSection {
  /** `name` in a credentials file; `profile name` or `default` in a config file. */
  readonly header: string;
  readonly settings: Readonly<Record<string, string>>;
}

const HEADER = /^\s*\[\s*([^\]]*?)\s*\]/;

/**
 * `existing` as it is, less the sections that `sections` put another in place of, followed by those.
 *
 * @param dropped headers of further sections to leave out
 */
export function withSections(
  existing: string,
  sections: readonly ConfigSection[],
  dropped: readonly string[] = [],
): string {
  const replaced = new Set([...sections.map(({ header }) => header), ...dropped]);
  let keep = true;
  const kept = existing.split(/\r?\n/).filter((line) => {
    const header = HEADER.exec(line)?.[1];
    if (header !== undefined) keep = !replaced.has(oneSpace(header));
    return keep;
  });
  const before = kept.join('\n').trimEnd();
  const own = sections.map(render).join('\n');
  return [before, own].filter((part) => part !== '').join('\n\n');
}

/** `text` with this one setting in the section of this header, which is made where there is none. */
export function withSetting(text: string, header: string, name: string, value: string): string {
  const own = `${name} = ${value}`;
  if (!headersIn(text).includes(header)) return `[${header}]\n${own}\n\n${text}`;
  const setting = RegExp(`^${name}\\s*[=:]`, 'i');
  let here = false;
  return text
    .split(/\r?\n/)
    .flatMap((line) => {
      const found = HEADER.exec(line)?.[1];
      if (found !== undefined) here = oneSpace(found) === header;
      if (found !== undefined && here) return [line, own];
      return here && setting.test(line) ? [] : [line];
    })
    .join('\n');
}

/** The headers of the sections in `text`, in order. */
export function headersIn(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => HEADER.exec(line)?.[1])
    .filter((header) => header !== undefined)
    .map(oneSpace);
}

/** `[profile  x]` and `[profile x]` are one section. */
function oneSpace(header: string): string {
  return header.replace(/\s+/g, ' ');
}

function render({ header, settings }: ConfigSection): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  return [`[${header}]`, ...lines, ''].join('\n');
}
