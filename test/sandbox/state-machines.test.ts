import { execute, type StateMachineDefinition } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import validate from 'asl-validator';

type Work = (state: unknown) => Promise<unknown>;

/** Runs a definition, which Step Functions would take as well, on a clock that waiting moves. */
async function run(definition: object, functions: Readonly<Record<string, Work>>, input = {}) {
  const { errors } = validate(structuredClone(definition) as never);
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  let now = Date.parse('2026-11-21T00:00:00Z');
  const waits: number[] = [];
  const ended = await execute(definition as StateMachineDefinition, input, {
    now: () => new Date(now),
    wait: async (milliseconds) => {
      waits.push(milliseconds / 1000);
      now += milliseconds;
    },
    functions,
  });
  return { ...ended, waits };
}

function failing(name: string, times = Number.POSITIVE_INFINITY): Work {
  let left = times;
  return async () => {
    left -= 1;
    if (left >= 0) throw Object.assign(new Error('as it was asked to'), { name });
    return 'done';
  };
}

const TASK = { Type: 'Task', Resource: '${Work}' };

/** A machine of one task, and what its failure leads to. */
const machine = (task: object, states = {}) => ({
  StartAt: 'Work',
  States: { Work: { ...TASK, End: true, ...task }, ...states },
});

describe('a result goes where ResultPath says', () => {
  test.each([
    ['nowhere', { ResultPath: null }, { a: 1 }],
    ['in the place of everything', {}, { made: true }],
    ['into a member', { ResultPath: '$.b' }, { a: 1, b: { made: true } }],
    ['into a member of a member', { ResultPath: '$.b.c' }, { a: 1, b: { c: { made: true } } }],
  ])('%s', async (_, task, output) => {
    const { output: left } = await run(
      machine(task),
      { Work: async () => ({ made: true }) },
      { a: 1 },
    );
    expect(left).toEqual(output);
  });
});

describe('a task that fails', () => {
  const Retry = [
    {
      ErrorEquals: ['Throttled'],
      IntervalSeconds: 5,
      BackoffRate: 2,
      MaxDelaySeconds: 15,
      MaxAttempts: 4,
    },
    { ErrorEquals: ['States.ALL'], MaxAttempts: 1 },
  ];

  test('is tried again as its retrier says, and no more often', async () => {
    const { status, error, waits } = await run(machine({ Retry }), { Work: failing('Throttled') });
    expect([status, error]).toEqual(['FAILED', 'Throttled']);
    expect(waits).toEqual([5, 10, 15, 15]);
  });

  test('is tried again by the first retrier that names the error, each with a count of its own', async () => {
    const errors = ['Throttled', 'Odd', 'Throttled'];
    const Work = async () => {
      const name = errors.shift();
      if (name !== undefined) throw Object.assign(new Error('once'), { name });
      return 'done';
    };
    const { output, waits } = await run(machine({ Retry }), { Work });
    expect([output, waits]).toEqual(['done', [5, 1, 10]]);
  });

  test('goes on at the catcher that names the error, with error and cause', async () => {
    const Catch = [
      { ErrorEquals: ['Other'], Next: 'Work' },
      { ErrorEquals: ['States.TaskFailed'], ResultPath: '$.failed', Next: 'Caught' },
    ];
    const states = { Caught: { Type: 'Succeed' } };
    const ended = await run(machine({ Catch }, states), { Work: failing('Gone') }, { a: 1 });
    expect(ended.path).toEqual(['Work', 'Caught']);
    expect(ended.output).toEqual({ a: 1, failed: { Error: 'Gone', Cause: 'as it was asked to' } });
  });

  test('fails the execution when nobody catches it', async () => {
    const Catch = [{ ErrorEquals: ['Other'], Next: 'Work' }];
    expect(await run(machine({ Catch }), { Work: failing('Gone') })).toMatchObject({
      status: 'FAILED',
      error: 'Gone',
      cause: 'as it was asked to',
    });
  });
});

describe('a choice', () => {
  const choosing = (choice: object) => ({
    StartAt: 'Choose',
    States: {
      Choose: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.seen.do', StringEquals: 'bind', Next: 'Bind' },
          { Variable: '$.seen.do', BooleanEquals: false, Next: 'Stop' },
        ],
        ...choice,
      },
      Bind: { Type: 'Succeed' },
      Stop: { Type: 'Succeed' },
      Other: { Type: 'Succeed' },
    },
  });

  test.each([
    ['bind', 'Bind'],
    [false, 'Stop'],
    ['binds', 'Other'],
  ])('of %j leads to %s', async (given, next) => {
    const { path } = await run(choosing({ Default: 'Other' }), {}, { seen: { do: given } });
    expect(path).toEqual(['Choose', next]);
  });

  test('fails where nothing matches and there is no default', async () => {
    const definition = { ...choosing({}) };
    const { Other: _, ...States } = definition.States;
    const ended = await run({ ...definition, States }, {}, { seen: { do: 'binds' } });
    expect(ended.error).toBe('States.NoChoiceMatched');
  });

  test('fails on what is not in the data, which no default saves', async () => {
    expect(await run(choosing({ Default: 'Other' }), {}, { seen: {} })).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
    });
  });
});

test('waits so many seconds, or until a time, and not for what is past', async () => {
  const until = (path: string, Next: string) => ({ Type: 'Wait', TimestampPath: path, Next });
  const definition = {
    StartAt: 'Seconds',
    States: {
      Seconds: { Type: 'Wait', Seconds: 30, Next: 'Until' },
      Until: until('$.later', 'Past'),
      Past: until('$.before', 'Done'),
      Done: { Type: 'Succeed' },
    },
  };
  const input = { later: '2026-11-21T00:01:00Z', before: '2026-11-20T00:00:00Z' };
  expect((await run(definition, {}, input)).waits).toEqual([30, 30, 0]);
});

test('maps a list, one result an item', async () => {
  const definition = {
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        ItemsPath: '$.items',
        ResultPath: '$.results',
        ItemProcessor: machine({}),
        End: true,
      },
    },
  };
  const double: Work = async (item) => Number(item) * 2;
  const { output } = await run(definition, { Work: double }, { items: [1, 2] });
  expect(output).toEqual({ items: [1, 2], results: [2, 4] });
  const failed = await run(definition, { Work: failing('Odd') }, { items: [1] });
  expect(failed.error).toBe('Odd');
});

test('selects what an iteration is given, and what passes', async () => {
  const definition = {
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        ItemsPath: '$.listed.items',
        ItemSelector: { 'item.$': '$$.Map.Item.Value', 'night.$': '$.listed.night', kept: ['$.a'] },
        ItemProcessor: {
          StartAt: 'Pass',
          States: {
            Pass: {
              Type: 'Pass',
              Parameters: { 'item.$': '$.item', deep: { 'night.$': '$.night' } },
              End: true,
            },
          },
        },
        End: true,
      },
    },
  };
  const { output } = await run(definition, {}, { listed: { items: [1, 2], night: 'n' } });
  expect(output).toEqual([
    { item: 1, deep: { night: 'n' } },
    { item: 2, deep: { night: 'n' } },
  ]);
});

describe('what would be passed over is refused, also deep inside', () => {
  const Inside = { Type: 'Map', ItemsPath: '$', ItemProcessor: machine({ InputPath: '$.a' }) };
  test.each([
    ['a field of a task', machine({ Parameters: { a: 1 } }), 'Work has the field Parameters'],
    ['a field in a map', { StartAt: 'M', States: { M: { ...Inside, End: true } } }, 'InputPath'],
    [
      'a type',
      { StartAt: 'P', States: { P: { Type: 'Parallel', Branches: [] } } },
      'type Parallel',
    ],
    ['a function', machine({ Resource: '${Nothing}' }), 'Nothing'],
  ])('%s', async (_, definition, said) => {
    const Work = async () => 'done';
    await expect(
      execute(
        definition as never,
        {},
        {
          now: () => new Date(),
          wait: async () => {},
          functions: { Work },
        },
      ),
    ).rejects.toThrow(said);
  });
});
