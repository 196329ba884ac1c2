import {
  parsePolicy,
  type RequestFacts,
  type TokenFacts,
  type TrustPolicy,
  type WebIdentityContext,
  webIdentityContext,
} from '../../packages/trust-policy/src/index.ts';

export const TENANT = '11111111-2222-3333-4444-555555555555';
export const OTHER_TENANT = '99999999-8888-7777-6666-555555555555';
export const CLIENT = 'cccccccc-0000-0000-0000-000000000001';
export const RESOURCE = 'eeeeeeee-0000-0000-0000-000000000002';
export const SUBJECT = '0b1ec700-0000-0000-0000-000000000003';
export const ACCOUNT = '123456789012';
export const ROLE = { partition: 'aws', account: ACCOUNT, sessionName: 'GitHubActions-o-r-42' };

export const V1_TOKEN: TokenFacts = {
  issuer: `https://sts.windows.net/${TENANT}/`,
  audience: 'api://aws',
  subject: SUBJECT,
  version: '1.0',
  tenantId: TENANT,
};

export const V2_TOKEN: TokenFacts = {
  issuer: `https://login.microsoftonline.com/${TENANT}/v2.0`,
  audience: RESOURCE,
  authorizedParty: CLIENT,
  subject: SUBJECT,
  version: '2.0',
  tenantId: TENANT,
};

/** Of a person who signed in to the client, and whom a claims provider gave this role. */
const ID_TOKEN: TokenFacts = {
  issuer: V2_TOKEN.issuer,
  audience: CLIENT,
  subject: 'pairwise-to-this-client',
  holder: 'person',
  version: '2.0',
  tenantId: TENANT,
  namesRole: true,
};

export const V1 = `sts.windows.net/${TENANT}/`;
export const V2 = `login.microsoftonline.com/${TENANT}/v2.0`;
export const V1_PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${V1}`;
export const V2_PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${V2}`;

export function v1Context(request?: RequestFacts): WebIdentityContext {
  return webIdentityContext(V1_TOKEN, ROLE, request);
}

export function v2Context(request?: RequestFacts): WebIdentityContext {
  return webIdentityContext(V2_TOKEN, ROLE, request);
}

export function personContext(facts: Partial<TokenFacts> = {}): WebIdentityContext {
  return webIdentityContext({ ...ID_TOKEN, ...facts }, ROLE);
}

/** An `Allow` for the v1.0 provider, with `parts` on top. */
export function allow(parts: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    Effect: 'Allow',
    Principal: { Federated: V1_PROVIDER },
    Action: 'sts:AssumeRoleWithWebIdentity',
    ...parts,
  };
}

export function allowV2(parts: Record<string, unknown> = {}): Record<string, unknown> {
  return allow({ Principal: { Federated: V2_PROVIDER }, ...parts });
}

export function policyOf(statements: unknown, version: string | null = '2012-10-17'): TrustPolicy {
  const document = { ...(version === null ? {} : { Version: version }), Statement: statements };
  const { policy, problems } = parsePolicy(document);
  if (policy === undefined) throw new Error(JSON.stringify(problems));
  return policy;
}

/** The context with some keys set (a list for a multivalued key), and some known to be absent. */
export function withKeys(
  context: WebIdentityContext,
  keys: Record<string, string | readonly string[]>,
  absent: readonly string[] = [],
): WebIdentityContext {
  const values = new Map(context.keys);
  for (const [key, value] of Object.entries(keys)) {
    values.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
  }
  const absentKeys = new Set([...context.absentKeys, ...absent.map((key) => key.toLowerCase())]);
  return { ...context, keys: values, absentKeys };
}

const GUIDE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/';

/** The pages of AWS that the rows encode. */
export const DOC = {
  operators: `${GUIDE}reference_policies_elements_condition_operators.html`,
  string: `${GUIDE}reference_policies_elements_condition_operators.html#Conditions_String`,
  numeric: `${GUIDE}reference_policies_elements_condition_operators.html#Conditions_Numeric`,
  date: `${GUIDE}reference_policies_elements_condition_operators.html#Conditions_Date`,
  bool: `${GUIDE}reference_policies_elements_condition_operators.html#Conditions_Boolean`,
  binary: `${GUIDE}reference_policies_elements_condition_operators.html#Conditions_BinaryEquals`,
  ip: `${GUIDE}reference_policies_elements_condition_operators.html#Conditions_IPAddress`,
  arn: `${GUIDE}reference_policies_elements_condition_operators.html#Conditions_ARN`,
  ifExists: `${GUIDE}reference_policies_elements_condition_operators.html#Conditions_IfExists`,
  null: `${GUIDE}reference_policies_elements_condition_operators.html#Conditions_Null`,
  sets: `${GUIDE}reference_policies_condition-single-vs-multi-valued-context-keys.html`,
  logic: `${GUIDE}reference_policies_condition-logic-multiple-context-keys-or-values.html`,
  condition: `${GUIDE}reference_policies_elements_condition.html`,
  variables: `${GUIDE}reference_policies_variables.html`,
  version: `${GUIDE}reference_policies_elements_version.html`,
  action: `${GUIDE}reference_policies_elements_action.html`,
  notAction: `${GUIDE}reference_policies_elements_notaction.html`,
  principal: `${GUIDE}reference_policies_elements_principal.html`,
  notPrincipal: `${GUIDE}reference_policies_elements_notprincipal.html`,
  effect: `${GUIDE}reference_policies_elements_effect.html`,
  evaluation: `${GUIDE}reference_policies_evaluation-logic.html`,
  grammar: `${GUIDE}reference_policies_grammar.html`,
  sid: `${GUIDE}reference_policies_elements_sid.html`,
  checks: `${GUIDE}access-analyzer-reference-policy-checks.html`,
  globalKeys: `${GUIDE}reference_policies_condition-keys.html`,
  stsKeys: `${GUIDE}reference_policies_iam-condition-keys.html`,
  webIdentityKeys: `${GUIDE}reference_policies_iam-condition-keys.html#condition-keys-wif`,
  provider: `${GUIDE}id_roles_providers_create_oidc.html`,
} as const;
