import { shellCommand } from '../deployment/shell-command.ts';
import type { Stack } from '../deployment/stack.ts';

/** Parameters of the members' template, and the output of the central stack that each has to be. */
const OUTPUTS: Readonly<Record<string, string>> = {
  CentralBusArn: 'BusArn',
  CentralRoleArn: 'TaskRoleArn',
};
/** Those that both templates have. */
const OF_BOTH: readonly string[] = ['OrganizationId', 'TenantId', 'Mode', 'RolePath'];

/** A parameter of the members that is not what the central stack says. */
interface Difference {
  readonly name: string;
  readonly is: string;
  readonly mustBe: string;
}

/** Where both stacks were not deployed for one another: of what both of them know. */
export function differences(
  members: ReadonlyMap<string, string>,
  central: Pick<Stack, 'outputs' | 'parameters'>,
): readonly Difference[] {
  return [...members].flatMap(([name, is]) => {
    const output = OUTPUTS[name];
    const known = output === undefined ? central.parameters : central.outputs;
    const mustBe = known.get(output ?? name);
    const isCompared = output !== undefined || OF_BOTH.includes(name);
    if (!isCompared || mustBe === undefined || mustBe === is) return [];
    return [{ name, is, mustBe }];
  });
}

/** The command that sets them right, and leaves the others as they are. */
export function parameterCommand(
  named: readonly string[],
  members: ReadonlyMap<string, string>,
  wrong: readonly Difference[],
): string {
  const parameters = [...members.keys()].map((name) => {
    const found = wrong.find((one) => one.name === name);
    const value = found ? `ParameterValue=${found.mustBe}` : 'UsePreviousValue=true';
    return `ParameterKey=${name},${value}`;
  });
  return shellCommand(
    ...['aws', 'cloudformation', 'update-stack-set', ...named, '--use-previous-template'],
    ...['--capabilities', 'CAPABILITY_NAMED_IAM', '--parameters', ...parameters],
  );
}
