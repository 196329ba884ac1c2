import { word } from './bash-text.ts';
import { awsCommands } from './cli-aws.ts';
import { entraCommands } from './cli-entra.ts';
import { placeholder } from './placeholder.ts';
import { type Printed, proofOf } from './printed.ts';

/** A script for bash that calls `az` and `aws` as set-up would call Graph and IAM. */
export function printCli(printed: Printed): string {
  const { half, application, tenant } = printed;
  const lines = [
    '#!/usr/bin/env bash',
    `# The application ${application.uniqueName} in Entra, and in AWS who trusts it. Running it again goes on where it ended.`,
    ...(half === 'aws'
      ? []
      : [`# az is to be logged in to the tenant: az login --tenant ${tenant}`]),
    ...(half === 'entra' ? [] : ['# aws is to be logged in with the rights of an administrator.']),
    'set -euo pipefail',
    '',
    ...FUNCTIONS,
    ...(half === 'aws' ? [...givenIds(printed), ''] : [...entraCommands(printed), '']),
    ...(half === 'entra'
      ? [`echo ${word('For AWS: entra-aws-creds setup --only aws')} ${otherHalf(printed)}`]
      : awsCommands(printed)),
    `echo ${word(`Not proved here. To prove it in the pipeline: ${proofOf(printed, placeholder('client_id'))}`)}`,
  ];
  return `${lines.join('\n')}\n`;
}

const FUNCTIONS = [
  'fail() {',
  '  echo "$*" >&2',
  '  exit 1',
  '}',
  '',
  'errors=$(mktemp)',
  `trap 'rm -f "$errors"' EXIT`,
  '',
  '# What the command prints, and nothing where what it asks for is not there.',
  'if_any() {',
  '  "$@" 2> "$errors" && return',
  '  grep -qE \'Request_ResourceNotFound|NoSuchEntity\' "$errors" && return',
  '  cat "$errors" >&2',
  '  return 1',
  '}',
  '',
  '# What was just made is not known everywhere at once.',
  'patiently() {',
  '  local turn',
  '  for turn in {1..60}; do',
  '    "$@" && return',
  '    echo "Waiting for replication, or a right is missing (turn $turn of 60)" >&2',
  '    sleep 10',
  '  done',
  '  fail "It did not work for ten minutes: $*"',
  '}',
  '',
];

function givenIds({ ids }: Printed): readonly string[] {
  if (ids !== undefined) {
    return [`client_id=${ids.clientId}`, `subject=${ids.servicePrincipalId}`];
  }
  return [
    '[ $# = 2 ] || fail "Give the client ID and the object ID of the service principal: $0 CLIENT_ID SUBJECT"',
    'client_id=$1',
    'subject=$2',
  ];
}

function otherHalf({ tenant, application, roles }: Printed): string {
  const rest = `--tenant-id ${tenant} --application ${word(application.displayName)} --role ${word(roles[0].text)}`;
  return `"--client-id $client_id --subject $subject" ${word(rest)}`;
}
