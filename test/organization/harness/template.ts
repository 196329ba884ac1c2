import { readFileSync } from 'node:fs';
import {
  resolveTemplate,
  type StateMachineDefinition,
  type Template,
} from '@entra-aws-creds/sandbox';

const TEMPLATES = new URL('../../../packages/organization/templates/', import.meta.url);

export function templateText(file: string): string {
  return readFileSync(new URL(file, TEMPLATES), 'utf8');
}

export function definition(file: string): StateMachineDefinition {
  return JSON.parse(templateText(file)) as StateMachineDefinition;
}

/** The template with its functions worked out: parameters by these values, else by their defaults. */
export function resolved(file: string, values: Readonly<Record<string, string>>): Template {
  return resolveTemplate(templateText(file), values);
}
