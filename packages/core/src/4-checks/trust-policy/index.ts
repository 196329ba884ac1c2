export {
  type AssumeRoleContext,
  type AssumeRoleFacts,
  assumeRoleContext,
} from './assume-role-context.ts';
export {
  CHAIN_FINDING_CODES,
  type ChainFinding,
  type ChainFindingCode,
  findChainWeaknesses,
} from './chain-findings.ts';
export { chainObstacles } from './chain-obstacles.ts';
export {
  type Answer,
  type ConditionResult,
  type Evaluation,
  evaluate,
  type StatementResult,
} from './evaluate.ts';
export { type Explanation, explain } from './explain.ts';
export { FINDING_CODES, type Finding, type FindingCode, type Severity } from './finding.ts';
export { findWeaknesses } from './findings.ts';
export { type IdentityProvider, identityProvider } from './identity-provider.ts';
export type { Obstacle } from './obstacle.ts';
export {
  type ParsedPolicy,
  parsePolicy,
  parsePolicyFile,
  parsePolicyText,
} from './parse-policy.ts';
export { type ParseProblem, PROBLEM_CODES, type ProblemCode } from './parse-problem.ts';
export type { Statement, TrustPolicy } from './policy-document.ts';
export type { RequestContext } from './request-context.ts';
export { type RequiredTrust, requiredTrust, type StatementJson } from './required-trust.ts';
export type { Truth } from './truth.ts';
export {
  type RequestFacts,
  type RoleFacts,
  type TokenFacts,
  type WebIdentityContext,
  webIdentityContext,
} from './web-identity-context.ts';
