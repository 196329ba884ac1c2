import type { AwsAccount, AwsRole } from '../account.ts';
import { type RoleProperties, roleOptionsOf } from './role-properties.ts';
import { resolveTemplate, type Template } from './template.ts';

/** A function of a stack, as its template has it. */
interface StackFunction {
  readonly arn: string;
  readonly name: string;
  readonly role: AwsRole;
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** A state machine of a stack. */
export interface StackMachine {
  readonly name: string;
  readonly role: AwsRole;
  /** Beside the template. */
  readonly definitionFile: string;
  /** ARNs, by the names between `${` and `}` in the definition. */
  readonly substitutions: Readonly<Record<string, string>>;
}

export interface Stack {
  readonly resources: Template['Resources'];
  /** All by the names that the template knows them by. */
  readonly functions: ReadonlyMap<string, StackFunction>;
  readonly machines: ReadonlyMap<string, StackMachine>;
}

type Kind = 'AWS::IAM::Role' | 'AWS::Serverless::Function' | 'AWS::Serverless::StateMachine';

const REGION = 'us-east-1';

/**
 * Deploys what the sandbox has of a template: its roles, with the policies that stand in it. Functions and
 * state machines are described; who runs them is for others to say.
 */
export function deployStack(
  account: AwsAccount,
  text: string,
  parameters: Readonly<Record<string, string>>,
): Stack {
  const values = {
    'AWS::AccountId': account.id,
    'AWS::Partition': account.partition,
    'AWS::Region': REGION,
    ...parameters,
  };
  const arns = arnsOf(resolveTemplate(text, values), account);
  const template = resolveTemplate(text, { ...values, ...arns });
  const roles = new Map(
    all(template, 'AWS::IAM::Role').map(([id, properties]) => {
      const role = account.role(roleOptionsOf(properties as RoleProperties, id));
      return [role.arn, role];
    }),
  );
  const roleOf = (arn: string): AwsRole => {
    const role = roles.get(arn);
    if (role === undefined) throw new Error(`the stack has no role ${arn}`);
    return role;
  };
  return {
    resources: template.Resources,
    functions: new Map(
      all(template, 'AWS::Serverless::Function').map(([id, own]) => {
        const common = template.Globals?.Function ?? {};
        const name = String(own.FunctionName ?? id);
        const described: StackFunction = {
          arn: arns[`${id}.Arn`] ?? '',
          name,
          role: roleOf(own.Role),
          handler: own.Handler,
          timeoutSeconds: own.Timeout ?? common.Timeout ?? 3,
          environment: variables(common, own),
        };
        return [id, described];
      }),
    ),
    machines: new Map(
      all(template, 'AWS::Serverless::StateMachine').map(([id, own]) => {
        const described: StackMachine = {
          name: String(own.Name ?? id),
          role: roleOf(own.Role),
          definitionFile: own.DefinitionUri,
          substitutions: own.DefinitionSubstitutions,
        };
        return [id, described];
      }),
    ),
  };
}

/** As `Ref` and `GetAtt` give them. */
function arnsOf(template: Template, account: AwsAccount): Readonly<Record<string, string>> {
  const regional = (service: string, resource: string) =>
    `arn:${account.partition}:${service}:${REGION}:${account.id}:${resource}`;
  return Object.fromEntries([
    ...all(template, 'AWS::IAM::Role').map(([id, { RoleName = id, Path = '/' }]) => [
      `${id}.Arn`,
      account.arn('iam', `role${Path}${RoleName}`),
    ]),
    ...all(template, 'AWS::Serverless::Function').map(([id, { FunctionName = id }]) => [
      `${id}.Arn`,
      regional('lambda', `function:${FunctionName}`),
    ]),
    ...all(template, 'AWS::Serverless::StateMachine').map(([id, { Name = id }]) => [
      id,
      regional('states', `stateMachine:${Name}`),
    ]),
  ]);
}

// biome-ignore lint/suspicious/noExplicitAny: as they stand in the template
function all(template: Template, kind: Kind): readonly (readonly [id: string, properties: any])[] {
  return Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) =>
    Type === kind ? [[id, Properties] as const] : [],
  );
}

// biome-ignore lint/suspicious/noExplicitAny: as they stand in the template
function variables(...properties: readonly any[]): Readonly<Record<string, string>> {
  const all = properties.flatMap((one) => Object.entries(one.Environment?.Variables ?? {}));
  return Object.fromEntries(all.map(([name, value]) => [name, String(value)]));
}
