/** Loaded for a renewal alone. */
export { nodePlatform, renewCredentials } from '@entra-aws-creds/core/programs';
