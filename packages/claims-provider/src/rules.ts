/** What the rules file means, for programs that set the claims provider up. */
export { rolesOfAppRole } from './rules/app-role.ts';
export { claimsMappingPolicy } from './rules/claims-mapping.ts';
export { readRules } from './rules/read-rules.ts';
export type { Rules } from './rules/rules.ts';
export { RulesProblem } from './rules/rules-problem.ts';
