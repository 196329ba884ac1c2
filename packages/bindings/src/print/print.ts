import { printBicep } from './bicep.ts';
import { printCli } from './cli.ts';
import { printCloudFormation } from './cloudformation.ts';
import type { Printed } from './printed.ts';
import { printTerraform } from './terraform.ts';

interface Form {
  /** The only half that it has words for; undefined: both. */
  readonly half: 'entra' | 'aws' | undefined;
  print(printed: Printed): string;
}

/** Every form of code that set-up can be written as. */
export const PRINT_FORMS = {
  cli: { half: undefined, print: printCli },
  terraform: { half: undefined, print: printTerraform },
  cloudformation: { half: 'aws', print: printCloudFormation },
  bicep: { half: 'entra', print: printBicep },
} as const satisfies Readonly<Record<string, Form>>;

export type PrintForm = keyof typeof PRINT_FORMS;

export function isPrintForm(name: string): name is PrintForm {
  return Object.hasOwn(PRINT_FORMS, name);
}
