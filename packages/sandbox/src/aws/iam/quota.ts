import { QueryError } from '../query-error.ts';

/**
 * @see https://github.com/eksctl-io/eksctl/issues/4513 for the words
 * @throws QueryError `LimitExceeded`
 */
export function checkQuota(name: string, wanted: number, quota: number): void {
  if (wanted <= quota) return;
  throw new QueryError('LimitExceeded', `Cannot exceed quota for ${name}: ${quota}`, 409);
}
