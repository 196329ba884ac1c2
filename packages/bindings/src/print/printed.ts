import type { ClientId, RoleArn } from '@entra-aws-creds/core/programs';
import {
  type IdentityProvider,
  newStatement,
  type StatementJson,
} from '@entra-aws-creds/trust-policy';
import type { TokenVersion } from '../binding.ts';
import type { GraphCloud } from '../entra-directory/graph-cloud.ts';
import { providerFor } from '../observe/observe.ts';
import { ADOPTED_TAG, APPLICATION_TAG, roleTag } from '../ownership.ts';
import type { PipelinePins } from '../plan/change.ts';
import type { Text } from '../plan/later.ts';
import { applicationVersion, pinsOf, trustedVersion } from '../plan/pins.ts';
import type { Wish } from '../wish/wish.ts';
import { word } from './bash-text.ts';

/** What is written as code instead of being done: bindings of one application, or a half of them. */
export interface Printed extends Omit<Wish, 'role' | 'half' | 'cloud'> {
  /** Of the same name and path, each in another account. */
  readonly roles: readonly [RoleArn, ...RoleArn[]];
  readonly half: 'entra' | 'aws' | undefined;
  /** Of the application that is there already; undefined: whoever runs the code knows them, or makes it. */
  readonly ids: KnownIds | undefined;
  readonly graph: GraphCloud;
  /** Where the pipeline asks STS. */
  readonly region: string;
}

interface KnownIds {
  readonly clientId: ClientId;
  readonly servicePrincipalId: string;
}

const NOTHING = { entra: undefined, aws: undefined } as const;

/**
 * The wish for the first role, from which all is read that does not differ between accounts. IDs stay unknown in
 * it: each form has a name for them.
 */
function wishOf(printed: Printed): Wish {
  const { roles, graph } = printed;
  return { ...printed, cloud: graph.cloud, role: roles[0], half: { only: undefined } };
}

export function tokenVersionOf(printed: Printed): TokenVersion {
  return applicationVersion(wishOf(printed), NOTHING);
}

export function printedPins(printed: Printed): PipelinePins {
  return pinsOf(wishOf(printed), NOTHING);
}

export function printedProvider(printed: Printed, role: RoleArn): IdentityProvider {
  const { cloud } = printed.graph;
  return providerFor({ ...printed, cloud, role }, trustedVersion(wishOf(printed), NOTHING));
}

/** How a form of code writes what is not known yet. */
interface TrustWords {
  readonly sid: string;
  /** ARN. */
  readonly provider: string;
  say(text: Text): string;
}

/** The statement that set-up would write, in the words of a form of code. */
export function printedStatement(
  printed: Printed,
  { sid, provider: arn, say }: TrustWords,
): StatementJson {
  const { aud, sub, oaud } = printedPins(printed);
  const provider = { ...printedProvider(printed, printed.roles[0]), arn };
  const pins = {
    aud: say(aud),
    sub: say(sub),
    ...(oaud !== undefined && { oaud: say(oaud) }),
  };
  return newStatement({ sid, provider, pins });
}

/**
 * Of the application. What another tool keeps the state of carries the mark of what was adopted: set-up knows
 * it again, and teardown never deletes it.
 */
export function tagsOf({ roles }: Printed, keeper: 'setup' | 'another tool'): readonly string[] {
  const marks = keeper === 'setup' ? [APPLICATION_TAG] : [APPLICATION_TAG, ADOPTED_TAG];
  return [...marks, ...roles.map(({ text }) => roleTag(text))];
}

/** A policy of the first role's account is meant as one of the same name in each account. */
export function policyIn(policy: string, { roles: [first] }: Printed, account: string): string {
  const { partition } = first;
  const own = `arn:${partition.id}:iam::${first.account}:`;
  return policy.startsWith(own)
    ? `arn:${partition.id}:iam::${account}:${policy.slice(own.length)}`
    : policy;
}

/** With a slash at either end. */
export function pathOf({ text, name }: RoleArn): string {
  return text.slice(text.indexOf(':role/') + ':role'.length, -name.length);
}

/** The command that shows in the pipeline whether all of it is right. */
export function proofOf(printed: Printed, clientId: string): string {
  const { tenant, roles, region } = printed;
  return `entra-aws-creds doctor --tenant-id ${tenant} --client-id ${clientId} --role ${word(roles[0].text)} --aws-region ${region}`;
}

/** One line in any form, whatever it quotes. */
export function comment(mark: '#' | '//', text: string): string {
  return `${mark} ${text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?')}`;
}
