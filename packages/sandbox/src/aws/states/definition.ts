import type { DataTemplate } from './data-template.ts';

/**
 * A state machine in the Amazon States Language with JSONPath: as much of it as is understood here.
 *
 * @see https://states-language.net/spec.html
 */
export interface StateMachineDefinition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

interface Linked {
  readonly Next?: string;
  readonly End?: true;
  /** Null: what it was given goes on as it was. */
  readonly ResultPath?: string | null;
}

export interface TaskState extends Linked {
  readonly Type: 'Task';
  /** A function's name between `${` and `}`, as the template fills it in. */
  readonly Resource: string;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

export interface ChoiceState {
  readonly Type: 'Choice';
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}

export interface WaitState extends Linked {
  readonly Type: 'Wait';
  readonly Seconds?: number;
  readonly TimestampPath?: string;
}

export interface MapState extends Linked {
  readonly Type: 'Map';
  readonly ItemsPath: string;
  /** What an iteration is given in the place of its item. */
  readonly ItemSelector?: DataTemplate;
  readonly ItemProcessor: StateMachineDefinition;
}

interface PassState extends Linked {
  readonly Type: 'Pass';
  /** What goes on in the place of what came. */
  readonly Parameters?: DataTemplate;
}

interface SucceedState {
  readonly Type: 'Succeed';
}

export type State = TaskState | ChoiceState | WaitState | MapState | PassState | SucceedState;

interface ChoiceRule {
  readonly Variable: string;
  readonly StringEquals?: string;
  readonly BooleanEquals?: boolean;
  readonly Next: string;
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly MaxAttempts?: number;
}

interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly ResultPath?: string | null;
  readonly Next: string;
}

const LINKED = ['Type', 'Comment', 'Next', 'End'];

/** Time limits are for the functions to keep, and items of a map are taken one after another. */
const FIELDS: Readonly<Record<State['Type'], readonly string[]>> = {
  Task: [...LINKED, 'Resource', 'ResultPath', 'Retry', 'Catch', 'TimeoutSeconds'],
  Choice: ['Type', 'Comment', 'Choices', 'Default'],
  Wait: [...LINKED, 'Seconds', 'TimestampPath'],
  Map: [...LINKED, 'ResultPath', 'ItemsPath', 'ItemSelector', 'ItemProcessor', 'MaxConcurrency'],
  Pass: [...LINKED, 'Parameters'],
  Succeed: ['Type', 'Comment'],
};
const OF_MACHINE = ['Comment', 'StartAt', 'States', 'ProcessorConfig'];
const OF_RULE = ['Variable', 'StringEquals', 'BooleanEquals', 'Next'];
const OF_CATCHER = ['ErrorEquals', 'ResultPath', 'Next'];
const OF_RETRIER = [
  ...['ErrorEquals', 'IntervalSeconds', 'BackoffRate', 'MaxDelaySeconds', 'MaxAttempts'],
  'JitterStrategy',
];

/** What must not be run, because something in it would be passed over. */
class UnknownLanguage extends Error {
  override readonly name = 'UnknownLanguage';
}

/** @throws UnknownLanguage naming the state and what of it is not understood */
export function checkUnderstood(
  definition: StateMachineDefinition,
  functions: Readonly<Record<string, unknown>>,
): void {
  checkFields('the state machine', definition, OF_MACHINE);
  for (const [name, state] of Object.entries(definition.States)) {
    const known = Object.hasOwn(FIELDS, state.Type) ? FIELDS[state.Type] : undefined;
    if (known === undefined) throw new UnknownLanguage(`${name} is of the type ${state.Type}`);
    checkFields(name, state, known);
    if (state.Type === 'Map') checkUnderstood(state.ItemProcessor, functions);
    for (const rule of state.Type === 'Choice' ? state.Choices : []) {
      checkFields(name, rule, OF_RULE);
    }
    if (state.Type !== 'Task') continue;
    for (const one of state.Retry ?? []) checkFields(name, one, OF_RETRIER);
    for (const one of state.Catch ?? []) checkFields(name, one, OF_CATCHER);
    if (!Object.hasOwn(functions, functionOf(state))) {
      throw new UnknownLanguage(`${name} calls ${state.Resource}, which is no function here`);
    }
  }
}

export function functionOf({ Resource }: TaskState): string {
  return /^\$\{(\w+)\}$/.exec(Resource)?.[1] ?? Resource;
}

function checkFields(where: string, value: object, known: readonly string[]): void {
  const unknown = Object.keys(value).find((field) => !known.includes(field));
  if (unknown === undefined) return;
  throw new UnknownLanguage(`${where} has the field ${unknown}, which is not understood here`);
}
