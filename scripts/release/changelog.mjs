const HEADING = /^## (?<version>\d+\.\d+\.\d+) - (?<date>\d{4}-\d{2}-\d{2})$/;
const UNRELEASED = '## Unreleased';

/**
 * What CHANGELOG.md says about one version.
 *
 * @param {string} changelog
 * @param {string} version
 * @returns {{ date: string, notes: string }} the day as YYYY-MM-DD, and the text below the heading
 * @throws {Error} when there is no such section or nothing in it
 */
export function changesOf(changelog, version) {
  const lines = changelog.split('\n');
  const start = lines.findIndex((line) => HEADING.exec(line)?.groups.version === version);
  if (start < 0) throw new Error(`CHANGELOG.md has no heading "## ${version} - YYYY-MM-DD"`);
  const notes = textBelow(lines, start);
  if (notes === '') throw new Error(`CHANGELOG.md says nothing about ${version}`);
  return { date: HEADING.exec(lines[start]).groups.date, notes };
}

/**
 * The changelog after what was unreleased has become a version.
 *
 * @param {string} changelog
 * @param {string} version
 * @param {string} date YYYY-MM-DD
 * @throws {Error} when nothing is written under "Unreleased"
 */
export function releaseChanges(changelog, version, date) {
  const lines = changelog.split('\n');
  const start = lines.indexOf(UNRELEASED);
  if (start < 0 || textBelow(lines, start) === '') {
    throw new Error(`Write into CHANGELOG.md, under "${UNRELEASED}", what ${version} changes`);
  }
  return lines.toSpliced(start + 1, 0, '', `## ${version} - ${date}`).join('\n');
}

function textBelow(lines, heading) {
  const next = lines.findIndex((line, index) => index > heading && line.startsWith('## '));
  return lines
    .slice(heading + 1, next < 0 ? undefined : next)
    .join('\n')
    .trim();
}
