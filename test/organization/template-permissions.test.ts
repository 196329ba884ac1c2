import { expect, test } from '@jest/globals';
import { resolved, templateText } from './harness/template.ts';

// No engine asks IAM when one service of AWS calls another: what they may is held here.

const { Resources } = resolved('central.yaml', {});
const propertiesOf = (name: string) => Resources[name]?.Properties ?? {};

const LOG = [
  ['logs:CreateLogStream', 'attribute:Log.Arn'],
  ['logs:PutLogEvents', 'attribute:Log.Arn'],
];
const stateMachine = (name: string) =>
  `arn:ref:AWS::Partition:states:ref:AWS::Region:ref:AWS::AccountId:stateMachine:${name}`;

test('takes events of the organization alone', () => {
  const { Condition, ...given } = propertiesOf('BusPolicy').Statement;
  expect(given).toEqual({
    ...{ Effect: 'Allow', Principal: '*', Action: 'events:PutEvents' },
    Resource: 'attribute:Bus.Arn',
  });
  expect(Condition.StringEquals).toHaveProperty('aws:PrincipalOrgID');
  expect(Condition['ForAllValues:StringEquals']).toEqual({ 'events:source': ['aws.iam'] });
});

test('lets the tasks have tokens, members of one name and executions for roles, and nothing else', () => {
  expect(allowedTo('TaskRole')).toEqual([
    ...LOG,
    ['sts:AssumeRole', 'arn:ref:AWS::Partition:iam::*:role/entra-aws-creds-automation'],
    ['sts:GetWebIdentityToken', '*'],
    ['states:StartExecution', stateMachine('Web-Identity-Role')],
  ]);
});

test('lets the router start executions for roles and tell of events that it failed on', () => {
  expect(allowedTo('RouterRole')).toEqual([
    ...LOG,
    ['states:StartExecution', stateMachine('Web-Identity-Role')],
    ['organizations:DescribeAccount', '*'],
    ['sqs:SendMessage', 'attribute:RouterFailures.Arn'],
  ]);
  expect(propertiesOf('Router').EventInvokeConfig.DestinationConfig.OnFailure).toEqual({
    Type: 'SQS',
    Destination: 'attribute:RouterFailures.Arn',
  });
});

test('lets the functions of the night list accounts, and nothing else', () => {
  expect(allowedTo('NightRole')).toEqual([...LOG, ['organizations:ListAccounts', '*']]);
});

test.each([
  ['RoleMachine', 'RoleMachineRole', 'role.asl.json'],
  ['NightMachine', 'NightMachineRole', 'nightly.asl.json'],
])('lets %s run the functions that it calls, and no others', (machine, role, file) => {
  expect(propertiesOf(machine).Role).toBe(`attribute:${role}.Arn`);
  const called = [...templateText(file).matchAll(/"\$\{(\w+)\}"/g)].map(([, name]) => name);
  const functions = [...new Set(called)].map((name) => `attribute:${name}.Arn`);
  const allowed = allowedTo(role).filter(([action]) => action === 'lambda:InvokeFunction');
  expect(allowed.map(([, resource]) => resource).sort()).toEqual(functions.sort());
  const others = allowedTo(role).filter(([action]) => action !== 'lambda:InvokeFunction');
  expect(others.filter(([action]) => !action.startsWith('logs:'))).toEqual([]);
});

test('lets the clock start the nightly run', () => {
  expect(allowedTo('NightlyRole')).toEqual([['states:StartExecution', 'ref:NightMachine']]);
  const [target] = propertiesOf('Nightly').Targets;
  expect(target).toMatchObject({ Arn: 'ref:NightMachine', RoleArn: 'attribute:NightlyRole.Arn' });
});

test.each([
  ['RouterRole', 'lambda'],
  ['TaskRole', 'lambda'],
  ['NightRole', 'lambda'],
  ['RoleMachineRole', 'states'],
  ['NightMachineRole', 'states'],
  ['NightlyRole', 'events'],
])('lets nothing but the service take on the %s', (role, service) => {
  const { Statement } = propertiesOf(role).AssumeRolePolicyDocument;
  expect(
    Statement.map(({ Effect, Principal, Action }: Statement) => [Effect, Principal, Action]),
  ).toEqual([['Allow', { Service: `${service}.amazonaws.com` }, 'sts:AssumeRole']]);
});

test('keeps what did not reach the router or the nightly run, from its own rules alone', () => {
  const DeadLetterConfig = { Arn: 'attribute:DeadLetters.Arn' };
  const { RoleChanges } = propertiesOf('Router').Events;
  expect(RoleChanges.Properties).toMatchObject({ DeadLetterConfig });
  expect(propertiesOf('Nightly').Targets).toEqual([expect.objectContaining({ DeadLetterConfig })]);
  expect(lettersInto('DeadLetters', 'DeadLettersPolicy', Resources)).toEqual({
    StringEquals: { 'aws:SourceAccount': 'ref:AWS::AccountId' },
  });
});

test('tells the central bus by a role that may do that alone', () => {
  const member = resolved('member.yaml', { CentralBusArn: 'the central bus' }).Resources;
  expect(pairs(member['ForwardRole'])).toEqual([['events:PutEvents', 'the central bus']]);
  expect(member['RoleChanges']?.Properties.Targets).toEqual([
    {
      Id: 'central',
      Arn: 'the central bus',
      RoleArn: 'attribute:ForwardRole.Arn',
      DeadLetterConfig: { Arn: 'attribute:Undelivered.Arn' },
    },
  ]);
  expect(lettersInto('Undelivered', 'UndeliveredPolicy', member)).toEqual({
    ArnEquals: { 'aws:SourceArn': 'attribute:RoleChanges.Arn' },
  });
});

/** Of a role of the central template. */
function allowedTo(role: string): (readonly [string, string])[] {
  return pairs(Resources[role]);
}

interface Statement {
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

type Resource = ReturnType<typeof resolved>['Resources'][string];

/** Each allowed action with each of its resources. */
function pairs(role: Resource | undefined): (readonly [string, string])[] {
  const policies = role?.Properties.Policies as { PolicyDocument: { Statement: Statement[] } }[];
  const statements = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  return statements
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action, Resource }) =>
      [Action]
        .flat()
        .flatMap((action) => [Resource].flat().map((resource) => [action, resource] as const)),
    );
}

/** On which condition rules of EventBridge, and nobody else, put messages into the queue. */
function lettersInto(
  queue: string,
  policy: string,
  resources: Readonly<Record<string, Resource>>,
): unknown {
  const { Queues, PolicyDocument } = resources[policy]?.Properties ?? {};
  expect(Queues).toEqual([`ref:${queue}`]);
  const [{ Condition, ...given }, ...others] = PolicyDocument.Statement;
  expect(others).toEqual([]);
  expect(given).toEqual({
    ...{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } },
    ...{ Action: 'sqs:SendMessage', Resource: `attribute:${queue}.Arn` },
  });
  return Condition;
}
