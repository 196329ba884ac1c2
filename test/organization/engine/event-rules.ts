import type { EngineAccount } from './engine-account.ts';

type Target = Readonly<Record<string, unknown>> & { readonly Id: string };

/** The rule whose name contains `part`, on the default bus unless another is named. */
interface RuleAddress {
  readonly part: string;
  readonly bus?: string;
}

/** Takes the rule's targets away, so that its events are lost. @returns what brings them back */
export async function cutOff(
  account: EngineAccount,
  address: RuleAddress,
): Promise<() => Promise<void>> {
  const rule = await ruleOf(account, address);
  const targets = await targetsOf(account, rule);
  const Ids = targets.map(({ Id }) => Id);
  // The engine does not ask its rules whether they are disabled.
  await account.call('events', 'RemoveTargets', { ...rule, Ids });
  return () => putTargets(account, rule, targets);
}

/** Puts what `change` makes of them in the place of the rule's targets. @returns what brings them back */
export async function redirect(
  account: EngineAccount,
  address: RuleAddress,
  change: Readonly<Record<string, unknown>>,
): Promise<() => Promise<void>> {
  const rule = await ruleOf(account, address);
  const targets = await targetsOf(account, rule);
  await putTargets(
    account,
    rule,
    targets.map((target) => ({ ...target, ...change })),
  );
  return () => putTargets(account, rule, targets);
}

interface Rule {
  readonly Rule: string;
  readonly EventBusName?: string;
}

async function ruleOf(account: EngineAccount, { part, bus }: RuleAddress): Promise<Rule> {
  const onBus = bus === undefined ? {} : { EventBusName: bus };
  const { Rules } = await account.call<{ Rules: { Name: string }[] }>('events', 'ListRules', onBus);
  const [rule] = Rules.filter(({ Name }) => Name.includes(part));
  if (rule === undefined) throw new Error(`there is no rule ${part}`);
  return { Rule: rule.Name, ...onBus };
}

async function targetsOf(account: EngineAccount, rule: Rule): Promise<readonly Target[]> {
  const { Targets } = await account.call<{ Targets: Target[] }>(
    'events',
    'ListTargetsByRule',
    rule,
  );
  return Targets;
}

async function putTargets(
  account: EngineAccount,
  rule: Rule,
  Targets: readonly Target[],
): Promise<void> {
  await account.call('events', 'PutTargets', { ...rule, Targets });
}
