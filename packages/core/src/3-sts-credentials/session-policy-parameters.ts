import type { SessionPolicy } from '../1-inputs/aws/session-policy.ts';

/** A session policy as both calls that assume a role take it; nothing of what is not given. */
interface SessionPolicyParameters {
  readonly Policy?: string;
  readonly PolicyArns?: { arn: string }[];
}

export function sessionPolicyParameters({
  inline,
  managed,
}: SessionPolicy): SessionPolicyParameters {
  return {
    ...(inline !== undefined && { Policy: inline }),
    ...(managed.length > 0 && { PolicyArns: managed.map((arn) => ({ arn })) }),
  };
}
