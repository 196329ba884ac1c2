export {
  type AssumeRoleContext,
  type AssumeRoleFacts,
  assumeRoleContext,
} from './assumed-role/assume-role-context.ts';
export {
  CHAIN_FINDING_CODES,
  type ChainFinding,
  type ChainFindingCode,
  findChainWeaknesses,
} from './assumed-role/chain-findings.ts';
export { chainObstacles } from './assumed-role/chain-obstacles.ts';
export {
  type ParsedPolicy,
  parsePolicy,
  parsePolicyFile,
  parsePolicyText,
} from './document/parse-policy.ts';
export {
  type ParseProblem,
  PROBLEM_CODES,
  type ProblemCode,
  pathTo,
} from './document/parse-problem.ts';
export type { Principal, Statement, TrustPolicy } from './document/policy-document.ts';
export {
  type Answer,
  actionMatches,
  type ConditionResult,
  type Evaluation,
  evaluate,
  type StatementResult,
} from './evaluation/evaluate.ts';
export type { Obstacle } from './evaluation/obstacle.ts';
export type { RequestContext } from './evaluation/request-context.ts';
export { handsOutRole } from './evaluation/role-handout.ts';
export type { RequestFacts } from './evaluation/sent-request.ts';
export type { Truth } from './evaluation/truth.ts';
export { type IsExpected, NOBODY_ELSE } from './expected-principal.ts';
export { FINDING_CODES, type Finding, type FindingCode, type Severity } from './finding.ts';
export { mergeStatement, newStatement, removeStatement } from './merging/merge.ts';
export {
  CONFLICT_CODES,
  type ConflictCode,
  type Merge,
  type MergeConflict,
} from './merging/merge-conflict.ts';
export type { ClaimPins, OwnStatement } from './merging/own-statement.ts';
export { countedCharacters, type PolicyJson, USUAL_QUOTA } from './merging/policy-json.ts';
export { type StorageObjection, storageObjection } from './storage/storage-objection.ts';
export { type EntraIssuer, entraIssuer } from './web-identity/entra-issuer.ts';
export { type Explanation, explain } from './web-identity/explain.ts';
export { findWeaknesses } from './web-identity/findings.ts';
export { type IdentityProvider, identityProvider } from './web-identity/identity-provider.ts';
export {
  type ClaimPinning,
  claimPinning,
  type KnownToken,
  meantToken,
} from './web-identity/meant-token.ts';
export {
  type RequiredTrust,
  requiredTrust,
  type StatementJson,
} from './web-identity/required-trust.ts';
export { demandsRolesClaim } from './web-identity/roles-claim.ts';
export type { SessionClaims } from './web-identity/session-claims.ts';
export {
  type RoleFacts,
  type TokenFacts,
  type WebIdentityContext,
  webIdentityContext,
} from './web-identity/web-identity-context.ts';
