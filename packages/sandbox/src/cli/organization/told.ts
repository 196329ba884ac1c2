import type { OidcProvider } from '../../aws/iam/oidc-provider.ts';
import type { Execution } from '../../aws/states/execution.ts';
import type { EntraApp } from '../../entra/app.ts';
import { say } from '../stage.ts';
import type { Outcome } from './automation.ts';
import { lineDiff } from './line-diff.ts';

/** One task that came back, with what it wrote; with what it said where it wrote nothing. */
export function sayTask(
  name: string,
  milliseconds: number,
  outcome: Outcome,
  wrote: readonly string[],
): void {
  const [first = '', ...more] = 'error' in outcome ? [failure(outcome.error)] : wrote;
  const did = first === '' && 'result' in outcome ? summary(outcome.result) : first;
  say(`  │ ${seconds(milliseconds).padStart(6)}  ${name.padEnd(26)}${did}`.trimEnd());
  for (const line of more) say(`  │ ${' '.repeat(34)}${line}`);
}

export function sayPath({ status, path }: Execution, outcome: string): void {
  say('', `  ${status}: ${path.join(' → ')}`);
  if (status === 'SUCCEEDED') say(`  ${outcome}`, '');
}

/** A document before and after, as a diff. */
export function sayDiff(before: unknown, after: unknown): void {
  say(...lineDiff(asText(before), asText(after)).map((line) => `  ${line}`.trimEnd()));
}

export function asText(document: unknown): string {
  return JSON.stringify(document, undefined, 2);
}

export function sayTags(tags: ReadonlyMap<string, string>): void {
  say(...[...tags].map(([key, value]) => `  tag                ${key} = ${value}`));
}

export function sayProvider(arn: string, provider: OidcProvider | undefined): void {
  say(
    `  provider           ${arn.split(':oidc-provider/')[1]}`,
    `  its audiences      ${provider?.clientIds.join(', ') || 'none'}`,
  );
}

/** What Entra has of it. */
export function sayApplication(application: EntraApp): void {
  const { clientId, displayName, servicePrincipal, federatedCredentials } = application;
  say(
    `  application        "${displayName}", client ID ${clientId}`,
    `  service principal  ${servicePrincipal?.objectId}`,
    ...federatedCredentials.map(
      ({ issuer, subject }) => `  may log in         ${subject} of ${issuer}`,
    ),
  );
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function failure({ name, message }: Error): string {
  return `${name}: ${message.split('\n', 1)[0]}`;
}

/** The members that are texts or say yes or no. */
function summary(result: unknown): string {
  if (typeof result !== 'object' || result === null) return '';
  const told = Object.entries(result).filter(([, value]) => /string|boolean/.test(typeof value));
  return told.map(([name, value]) => `${name}: ${value}`).join(', ');
}
