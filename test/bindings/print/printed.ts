import {
  federatedCredentialFor,
  graphOf,
  newWish,
  type Printed,
  parseApplicationName,
  parseFederatedSubject,
  parsePolicyArn,
  TOKEN_EXCHANGE,
} from '../../../packages/bindings/src/index.ts';
import { parseClientId, RoleArn } from '../../../packages/core/src/programs.ts';
import { certificate, TENANT } from '../model/wishes.ts';

export const IDS = {
  clientId: parseClientId('22222222-2222-4222-8222-222222222222'),
  servicePrincipalId: '33333333-3333-4333-8333-333333333333',
};

/** Characters that mean something in one form of code or another. */
export const AWKWARD = 'It\'s "$HOME" ${HOME} %{x} `id` \\ # é \u2028 !';

/** IAM takes every visible character in a path. */
const AWKWARD_PATH = `te'am/"$(touch$IFS'made')\`touch$IFS'made'\`\\`;

export const role = (account = '123456789012') =>
  RoleArn.parse(`arn:aws:iam::${account}:role/${AWKWARD_PATH}/deploy+1`);

/** With everything that there can be about it. */
export function printedOf(parts: Partial<Printed> = {}): Printed {
  const wish = newWish({
    tenant: TENANT,
    application: parseApplicationName(AWKWARD.replace('\u2028', '')),
    role: role(),
    credential: {
      kind: 'certificate',
      certificate: { ...certificate('A'), key: 'QUJD'.repeat(40) },
    },
    policies: [
      parsePolicyArn('arn:aws:iam::aws:policy/ReadOnlyAccess'),
      parsePolicyArn('arn:aws:iam::123456789012:policy/own'),
    ],
    permissionsBoundary: parsePolicyArn('arn:aws:iam::123456789012:policy/limits'),
    maxSessionDuration: 7200,
  });
  const graph = graphOf(new URL('https://login.microsoftonline.com'));
  return {
    ...wish,
    roles: [role()],
    half: undefined,
    ids: undefined,
    graph,
    region: 'eu-west-1',
    ...parts,
  };
}

const jobs = ["github:contoso/web:environment:it's", 'gitlab:contoso/web:ref_type:branch:ref:main'];

/** What differs in what is printed. */
export const CASES: readonly (readonly [name: string, parts: Partial<Printed>])[] = [
  ['with a certificate', {}],
  [
    'with federated credentials',
    {
      credential: {
        kind: 'federated',
        credentials: jobs.map((job) =>
          federatedCredentialFor(parseFederatedSubject(job), TOKEN_EXCHANGE.AzureCloud),
        ),
      },
    },
  ],
  ['with known IDs', { half: 'aws', ids: IDS }],
  ['for several accounts', { half: 'aws', roles: [role(), role('210987654321')] }],
  ['with a shared audience', { audience: { mode: 'shared', resource: AWKWARD } }],
  [
    'as bare as can be',
    { policies: [], permissionsBoundary: undefined, maxSessionDuration: undefined },
  ],
  ['without AWS', { half: 'entra' }],
];
