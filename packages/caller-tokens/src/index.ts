/** What APIs in Azure know of whoever calls them: what Entra signed, and nothing else. */

export { CallerFailure } from './caller-failure.ts';
export { type CallerToken, CallerTokens } from './caller-tokens.ts';
