import { quote, RoleArn } from '@entra-aws-creds/core/programs';
import { requestRefusal } from '../problem.ts';

/** What a request is about, and how. */
export type Route =
  | { readonly act: 'show-account'; readonly account: AccountAddress }
  | { readonly act: RoleAct; readonly role: RoleAddress };

type RoleAct = 'ensure' | 'show' | 'remove' | 'add-certificate';

/** The role as the path of a URL names it, checked. */
export interface RoleAddress extends AccountAddress {
  readonly name: string;
}

interface AccountAddress {
  readonly partition: string;
  readonly account: string;
}

const BINDINGS: Readonly<Record<string, RoleAct>> = {
  PUT: 'ensure',
  GET: 'show',
  DELETE: 'remove',
};

/**
 * `/v1/bindings/{partition}/{account}`, `…/{role}` and `…/{role}/certificates`.
 *
 * @throws Refusal 404, 405, 422
 */
export function routeOf(method: string, path: string): Route {
  const [root, version, collection, ...rest] = path.split('/').map(unescaped);
  if (root !== '' || version !== 'v1' || collection !== 'bindings') throw notFound();
  if (rest.length === 2) {
    const { partition, account } = addressOf([...rest, 'any']);
    const act = only(method, { GET: 'show-account' as const });
    return { act, account: { partition, account } };
  }
  if (rest.length === 3) return { act: only(method, BINDINGS), role: addressOf(rest) };
  if (rest.length === 4 && rest[3] === 'certificates') {
    return { act: only(method, { POST: 'add-certificate' as const }), role: addressOf(rest) };
  }
  throw notFound();
}

/** @throws InputProblem unless the role can be one */
export function roleArn({ partition, account, name }: RoleAddress, path = '/'): RoleArn {
  return RoleArn.parse(`arn:${partition}:iam::${account}:role${path}${name}`);
}

function addressOf([partition = '', account = '', name = '']: readonly string[]): RoleAddress {
  try {
    const role = roleArn({ partition, account, name });
    // A slash in the name would be a path.
    if (role.name === name) return { partition, account: role.account, name };
  } catch {
    // Said below, as for a slash.
  }
  throw requestRefusal(
    422,
    `The path names no role of AWS: ${quote([partition, account, name].join(' / '))}.`,
    'Give partition (aws, aws-cn, aws-us-gov), account ID of twelve digits, and the name of the role without its path.',
  );
}

function unescaped(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw notFound();
  }
}

function only<Act>(method: string, acts: Readonly<Record<string, Act>>): Act {
  const act = Object.hasOwn(acts, method) ? acts[method] : undefined;
  if (act !== undefined) return act;
  const allow = Object.keys(acts).join(', ');
  throw requestRefusal(
    405,
    `The method ${quote(method)} is not for this address.`,
    `Use one of: ${allow}.`,
    { allow },
  );
}

function notFound() {
  return requestRefusal(
    404,
    'There is nothing at this address.',
    'The addresses are /v1/bindings/{partition}/{account}, …/{role} and …/{role}/certificates.',
  );
}
