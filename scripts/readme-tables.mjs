// Writes the tables of inputs and outputs in README.md from action.yml; with --check, says whether they differ.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('..', import.meta.url));
const { inputs, outputs } = parse(readFileSync(`${root}action.yml`, 'utf8'));
const task = JSON.parse(readFileSync(`${root}task.json`, 'utf8'));
const before = readFileSync(`${root}README.md`, 'utf8');

const inputRows = Object.entries(inputs).map(([name, input]) => {
  const fallback = input.required
    ? 'required'
    : input.default === undefined
      ? ''
      : `\`${input.default}\``;
  return `| \`${name}\` | ${fallback} | ${input.description} |`;
});
const outputRows = Object.entries(outputs).map(
  ([name, { description }]) => `| \`${name}\` | ${description} |`,
);

// GitHub's name is the short one that its users know from other actions.
const azureName = (name) =>
  name === 'action-timeout-s'
    ? 'taskTimeoutSeconds'
    : name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
const onGitHub = new Set(Object.keys(inputs).map(azureName));
const azureRows = task.inputs
  .filter(({ name }) => !onGitHub.has(name))
  .map(({ name, aliases = [], helpMarkDown }) => {
    const names = [name, ...aliases].map((each) => `\`${each}\``).join(', alias ');
    return `| ${names} | ${helpMarkDown} |`;
  });

const after = [
  ['inputs', ['| input | default | |', '|---|---|---|', ...inputRows]],
  ['azure-inputs', ['| input | |', '|---|---|', ...azureRows]],
  ['outputs', ['| output | |', '|---|---|', ...outputRows]],
].reduce(
  (text, [section, rows]) =>
    text.replace(
      new RegExp(`<!-- ${section} -->[^]*<!-- /${section} -->`),
      () => `<!-- ${section} -->\n${rows.join('\n')}\n<!-- /${section} -->`,
    ),
  before,
);

if (!process.argv.includes('--check')) writeFileSync(`${root}README.md`, after);
else if (after !== before) {
  console.error('The tables of README.md are not those of action.yml; run "npm run readme".');
  process.exitCode = 1;
}
