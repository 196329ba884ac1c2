export {
  Acceptances,
  type AcceptedRisk,
  parseAcceptedRisks,
  WrongAcceptedRisks,
} from './accepting/accepted-risks.ts';
export { AccountIam } from './account/account-iam.ts';
export type { AccountQuestion } from './account/account-question.ts';
export { auditAccount } from './account/audited-account.ts';
export { DirectoryReader } from './entra/directory-reader.ts';
export { EntraFacts } from './entra/entra-facts.ts';
export { FileAudit, type PolicyFile } from './files/judge-files.ts';
export { readPolicyFile } from './files/policy-file.ts';
export { CountedRequests } from './flow/counted-requests.ts';
export { FORMAT_NAMES, type FormatName, reportFormat } from './formats/formats.ts';
export type { ReportFormat } from './formats/report-format.ts';
export {
  AUDIT_FINDING_CODES,
  type AuditFindingCode,
  GRADES,
  type Grade,
  type GradedFinding,
} from './judging/graded-finding.ts';
export { judgeRole, type Question, type RoleJudgement } from './judging/judge-role.ts';
export type { MeantPrincipal } from './judging/meant-principal.ts';
export { readFailure } from './judging/read-failure.ts';
export { auditOrganization } from './organization/audited-organization.ts';
export { organizationAccounts } from './organization/organization-accounts.ts';
export { organizationsOf } from './organization/organizations-address.ts';
export { assumeReadRole } from './organization/read-role.ts';
export type {
  AccountTotals,
  KeyLine,
  LastUse,
  ReportAbout,
  ReportLine,
  ReportTotals,
  RoleLine,
  UnjudgedLine,
} from './report/report-line.ts';
export { findingsOf, RunningTotals } from './report/running-totals.ts';
export type { FoundPolicies, RolePlace, RolePolicy, Unjudged } from './role-policy.ts';
