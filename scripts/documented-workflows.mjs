const EXAMPLE = /^```yaml\n# (?<file>\.github\/workflows\/[\w-]+\.yml)\n(?<text>[\s\S]*?)^```$/gm;

/**
 * The workflows that a page shows: the YAML blocks whose first line says which file they are.
 *
 * @param {string} page Markdown
 * @returns {{ file: string, text: string }[]} in the order of the page
 */
export function documentedWorkflows(page) {
  return [...page.matchAll(EXAMPLE)].map(({ groups }) => ({
    file: groups.file,
    text: groups.text,
  }));
}
