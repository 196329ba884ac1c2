import type { AwsAccount } from '../account.ts';
import type { AwsCaller, AwsCloud } from '../cloud.ts';
import type { ConditionContext } from '../conditions.ts';
import type { QueryResult } from '../query-protocol.ts';

/** What a call is about, as permissions see it. */
export interface IamResource {
  readonly arn: string;
  /** How a refusal calls it, where that is not by its ARN. */
  readonly shown?: string;
  readonly tags?: ReadonlyMap<string, string>;
}

/** A call whose signature is verified. */
export interface IamCall {
  readonly cloud: AwsCloud;
  readonly caller: AwsCaller;
  /** The caller's, which is the only one that a call can touch. */
  readonly account: AwsAccount;
  /** Without the service's name. */
  readonly action: string;
  readonly parameters: URLSearchParams;
  /** @throws QueryError `AccessDenied` */
  authorize(resource: IamResource, context?: ConditionContext): void;
}

export type IamOperation = (call: IamCall) => QueryResult | Promise<QueryResult>;
export type IamOperations = Readonly<Record<string, IamOperation>>;
