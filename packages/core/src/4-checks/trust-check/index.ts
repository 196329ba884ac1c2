export { expectedTrust, explainRefusal } from './refusal-notes.ts';
export { checkRoleTrust } from './trust-check.ts';
export { decide } from './trust-decision.ts';
