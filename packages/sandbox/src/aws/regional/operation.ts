import type { AwsAccount } from '../account.ts';
import type { JsonObject } from '../sts/web-identity/jwt.ts';
import type { XmlTree } from '../xml.ts';

/** What an operation is asked for, by somebody who may ask; in the query protocol, and in JSON. */
export type FormOperation = (account: AwsAccount, parameters: URLSearchParams) => XmlTree;
export type JsonOperation = (account: AwsAccount, input: JsonObject) => JsonObject;
