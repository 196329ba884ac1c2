import { APPLICATION_ID_TAG, CREATED_TAG } from '../ownership.ts';
import { roleDescription } from '../plan/setup-aws.ts';
import { word } from './bash-text.ts';
import { placeholder, withPlaceholders } from './placeholder.ts';
import {
  type Printed,
  pathOf,
  policyIn,
  printedPins,
  printedProvider,
  printedStatement,
} from './printed.ts';

/** AWS's half for `aws`, from `$client_id` and `$subject`. */
export function awsCommands(printed: Printed): readonly string[] {
  const { roles } = printed;
  const [first, ...others] = roles;
  const accounts = roles.map(({ account }) => account);
  return [
    '# AWS: identity provider, audience, and the role with its trust.',
    `audience=${word(withPlaceholders(printedPins(printed).aud))}`,
    'sid=EntraAwsCreds$(printf %s "$client_id" | tr -d -)',
    '',
    'set_up_account() {',
    '  local account=$1 provider found mark trust',
    ...roleCommands(printed).map((line) => (line === '' ? '' : `  ${line}`)),
    '}',
    '',
    'here=$(aws sts get-caller-identity --query Account --output text)',
    ...(others.length === 0
      ? [
          `[ "$here" = ${first.account} ] || fail ${word(`aws is logged in to another account than ${first.account}`)}`,
          `set_up_account ${first.account}`,
        ]
      : [
          '# In each account, aws acts as this role, which the caller may assume.',
          'administrator=OrganizationAccountAccessRole',
          `partition=${first.partition.id}`,
          '',
          ...IN_ACCOUNT,
          `for account in ${accounts.join(' ')}; do`,
          '  in_account "$account"',
          'done',
        ]),
  ];
}

const IN_ACCOUNT = [
  'in_account() (',
  '  if [ "$1" != "$here" ]; then',
  '    keys=$(aws sts assume-role --role-session-name entra-aws-creds \\',
  '      --role-arn "arn:$partition:iam::$1:role/$administrator" \\',
  "      --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text)",
  '    read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN <<< "$keys"',
  '    export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN',
  '  fi',
  '  set_up_account "$1"',
  ')',
  '',
];

/** Of one account, which is `$account`. */
function roleCommands(printed: Printed): readonly string[] {
  const [role] = printed.roles;
  const { name, partition } = role;
  const { url, keyPrefix } = printedProvider(printed, role);
  const named = word(name);
  const here = placeholder('account');
  const provider = `arn:${partition.id}:iam::${here}:oidc-provider/${keyPrefix}`;
  return [
    `provider=${word(provider)}`,
    'found=$(if_any aws iam get-open-id-connect-provider --open-id-connect-provider-arn "$provider" --query Url --output text)',
    'if [ -z "$found" ]; then',
    `  aws iam create-open-id-connect-provider --url ${word(url)} --client-id-list "$audience" \\`,
    `    --tags Key=${CREATED_TAG},Value=true --output text`,
    'else',
    '  aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn "$provider" --client-id "$audience"',
    'fi',
    '',
    `mark=$(if_any aws iam get-role --role-name ${named} --output text \\`,
    `  --query "Role.Tags[?Key=='${APPLICATION_ID_TAG}'].Value | [0]")`,
    `trust=${word(JSON.stringify(trustPolicy(printed)))}`,
    'if [ -z "$mark" ]; then',
    `  aws iam create-role --role-name ${named} --path ${word(pathOf(role))} \\`,
    `    --description ${word(roleDescription(printed.application))} \\`,
    ...limits(printed, here).map((limit) => `    ${limit} \\`),
    `    --tags "Key=${APPLICATION_ID_TAG},Value=$client_id" Key=${CREATED_TAG},Value=true \\`,
    '    --assume-role-policy-document "$trust" --query Role.Arn --output text',
    'elif [ "$mark" = "$client_id" ]; then',
    `  echo ${word(`The role ${name} is there already, and its trust policy stays as it is`)}`,
    'else',
    `  fail ${word(`The role ${name} is there already, and not for this application`)}`,
    'fi',
    ...printed.policies.map(
      (policy) =>
        `patiently aws iam attach-role-policy --role-name ${named} --policy-arn ${word(policyIn(policy, printed, here))}`,
    ),
  ];
}

function limits(printed: Printed, account: string): readonly string[] {
  const { maxSessionDuration: seconds, permissionsBoundary: boundary } = printed;
  return [
    ...(seconds === undefined ? [] : [`--max-session-duration ${seconds}`]),
    ...(boundary === undefined
      ? []
      : [`--permissions-boundary ${word(policyIn(boundary, printed, account))}`]),
  ];
}

function trustPolicy(printed: Printed): object {
  const statement = printedStatement(printed, {
    sid: placeholder('sid'),
    provider: placeholder('provider'),
    say: withPlaceholders,
  });
  return { Version: '2012-10-17', Statement: [statement] };
}
