// What is wrong with a task.json. The packager of the extension lets nearly everything pass, and so would an agent.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';

const schema = JSON.parse(readFileSync(new URL('task-schema.json', import.meta.url), 'utf8'));
const fits = new Ajv({ allErrors: true, strict: false }).compile(schema);

/** Sentences; none when `task` can be packed together with the bundles below `root`. */
export function problemsOf(task, root) {
  if (!fits(task)) {
    return fits.errors.map(({ instancePath, message }) => `${instancePath || 'it'} ${message}`);
  }
  return [...groupProblems(task), ...nameProblems(task), ...targetProblems(task, root)];
}

function groupProblems({ groups, inputs }) {
  const known = new Set(groups.map(({ name }) => name));
  const names = new Set(inputs.map(({ name }) => name));
  const ruled = [...inputs, ...groups].filter(({ visibleRule }) => visibleRule !== undefined);
  return [
    ...inputs
      .filter(({ groupName }) => !known.has(groupName))
      .map(({ name, groupName }) => `${name} is in the group ${groupName}, which there is not`),
    ...ruled.flatMap(({ name, visibleRule }) =>
      visibleRule
        .split(/ (?:&&|\|\|) /)
        .map((part) => part.split(' ')[0])
        .filter((input) => !names.has(input))
        .map((input) => `${name} is shown depending on ${input}, which is no input`),
    ),
    ...inputs
      .filter(({ options, defaultValue }) => options && !(defaultValue in options))
      .map(({ name, defaultValue }) => `${name} has no option ${defaultValue}`),
  ];
}

function nameProblems({ inputs, outputVariables }) {
  const names = inputs.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  const twice = names.filter(
    (name, index) => names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) < index,
  );
  return [
    ...twice.map((name) => `${name} is the name of two inputs`),
    // The agent would turn the exported variable into an output of the step.
    ...outputVariables
      .filter(({ name }) => /^aws_/i.test(name))
      .map(({ name }) => `${name} is an output and an exported variable`),
  ];
}

function targetProblems({ execution, postjobexecution }, root) {
  return [execution, postjobexecution]
    .flatMap((handlers) => Object.values(handlers))
    .filter(({ target }) => !existsSync(join(root, target)))
    .map(({ target }) => `${target} is not there`);
}
