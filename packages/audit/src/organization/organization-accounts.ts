import {
  callWithRetries,
  isJsonObject,
  isTransientStatus,
  type JsonObject,
  type NetworkResponse,
  type OnlinePlatform,
  parseJsonObject,
  quote,
  type ReachedService,
  type SigningKeys,
  StepFailure,
  serviceNetworkFailure,
  signedRequest,
  transientAnswer,
} from '@entra-aws-creds/core/services';
import type { OrganizationsAddress } from './organizations-address.ts';

const ORGANIZATIONS: ReachedService = {
  name: 'Organizations',
  unreachable: 'EAC_ORGANIZATIONS_UNREACHABLE',
  answer: 'EAC_ORGANIZATIONS_ANSWER',
  namedBy: '"--organizations-endpoint"',
};
const ASKING = 'Listing the accounts of the organization';
const THROTTLED = /TooManyRequests|Throttl/i;

/** An account of an organization. */
interface MemberAccount {
  /** Twelve digits. */
  readonly id: string;
  readonly name: string;
  /** `ACTIVE`, `SUSPENDED`, … */
  readonly state: string;
  /** Number of the account that the organization is managed from; undefined where Organizations did not say. */
  readonly managedBy: string | undefined;
}

/**
 * The accounts of the organization, page by page. One operation: a client for the whole service would
 * be larger than all of the audit.
 *
 * @throws StepFailure `EAC_ORGANIZATIONS_…`
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
 */
export async function* organizationAccounts(
  address: OrganizationsAddress,
  keys: SigningKeys,
  online: OnlinePlatform,
): AsyncGenerator<MemberAccount> {
  let next: string | undefined;
  do {
    const page = await callWithRetries(ASKING, () => askPage(address, keys, online, next), online);
    const { Accounts: accounts, NextToken: token } = page;
    for (const one of Array.isArray(accounts) ? accounts : []) {
      const account = isJsonObject(one) ? accountIn(one) : undefined;
      if (account !== undefined) yield account;
    }
    next = typeof token === 'string' && token !== '' ? token : undefined;
  } while (next !== undefined);
}

async function askPage(
  { url, signingRegion }: OrganizationsAddress,
  keys: SigningKeys,
  { network, clock }: OnlinePlatform,
  next: string | undefined,
): Promise<JsonObject> {
  const body = JSON.stringify(next === undefined ? {} : { NextToken: next });
  const request = await signedRequest(
    {
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSOrganizationsV20161128.ListAccounts',
      },
      body,
    },
    { name: 'organizations', region: signingRegion },
    keys,
    clock.now(),
  );
  const answer = await network.send(request).catch((error: unknown) => {
    throw serviceNetworkFailure(error, ASKING, ORGANIZATIONS);
  });
  const object = parseJsonObject(answer.body);
  if (answer.status === 200 && Array.isArray(object?.['Accounts'])) return object;
  throw refusal(answer, object, url.host, clock.now());
}

function accountIn({
  Id: id,
  Arn: arn,
  Name: name,
  State: state,
  Status: status,
}: JsonObject): MemberAccount | undefined {
  if (typeof id !== 'string' || !/^\d{12}$/.test(id)) return undefined;
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return {
    id,
    name: text(name) ?? '',
    state: text(state) ?? text(status) ?? 'ACTIVE',
    managedBy: /^arn:[\w-]+:organizations::(\d{12}):/.exec(text(arn) ?? '')?.[1],
  };
}

function refusal(
  answer: NetworkResponse,
  object: JsonObject | undefined,
  host: string,
  now: Date,
): StepFailure {
  const { status } = answer;
  const said = (name: string) => {
    const value = object?.[name] ?? object?.[name.toLowerCase()];
    return typeof value === 'string' ? value : undefined;
  };
  const code = said('__type')?.split('#').at(-1);
  if (code === undefined) {
    return new StepFailure(
      'EAC_ORGANIZATIONS_ANSWER',
      `${host} answered HTTP ${status} with something that is not from Organizations (${quote(answer.headers['content-type'] ?? 'no content type')}).`,
      'A proxy or firewall answered in its place, or "--organizations-endpoint" names another server.',
      { answer: { service: 'Organizations', status }, transient: transientAnswer(answer, now) },
    );
  }
  const transient =
    isTransientStatus(status) || THROTTLED.test(code)
      ? (transientAnswer(answer, now) ?? {})
      : undefined;
  return new StepFailure(
    'EAC_ORGANIZATIONS_REFUSED',
    `${ASKING} failed: Organizations refused the request.`,
    'The AWS credentials must be of the management account, or of an account that administers a service for it, and allow organizations:ListAccounts; or name the accounts with "--accounts-file".',
    { answer: { service: 'Organizations', status, code, message: said('Message') }, transient },
  );
}
