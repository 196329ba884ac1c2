import type { AwsCaller, AwsSession } from '../cloud.ts';
import { wildcardMatches } from '../wildcard.ts';

type OneOrMore = string | readonly string[];

interface PolicyStatement {
  readonly Effect: string;
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly NotResource?: OneOrMore;
}

/**
 * Whether the session policies that a session was opened with let it do this at all. What managed policies
 * say is not known here, so whoever passes one may do everything; conditions are taken to hold.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
export function sessionPolicyAllows(caller: AwsCaller, action: string, resource: string): boolean {
  if (caller.type === 'user') return true;
  const { policy, policyArns }: AwsSession = caller.session;
  if (policy === undefined || policyArns.length > 0) return true;
  const { Statement } = JSON.parse(policy) as { Statement?: PolicyStatement | PolicyStatement[] };
  const applying = [Statement ?? []].flat().filter((one) => {
    return (
      named(one.Action, one.NotAction, action.toLowerCase(), (text) => text.toLowerCase()) &&
      named(one.Resource, one.NotResource, resource, (text) => text)
    );
  });
  return (
    applying.some(({ Effect }) => Effect === 'Allow') &&
    !applying.some(({ Effect }) => Effect === 'Deny')
  );
}

function named(
  listed: OneOrMore | undefined,
  excepted: OneOrMore | undefined,
  value: string,
  normal: (text: string) => string,
): boolean {
  const among = (patterns: OneOrMore) =>
    [patterns].flat().some((pattern) => wildcardMatches(normal(pattern), value));
  if (listed !== undefined) return among(listed);
  return excepted !== undefined && !among(excepted);
}
