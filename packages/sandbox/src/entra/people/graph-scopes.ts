import { GRAPH_AUDIENCES } from '../graph-resource.ts';

const OPENID = ['openid', 'profile', 'email', 'offline_access'];

/**
 * The delegated permissions of Graph in a scope parameter, where those without a resource are Graph's.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/scopes-oidc
 */
export function readGraphScopes(scope: string): readonly string[] {
  const prefix = GRAPH_AUDIENCES.map((audience) => `${audience.replace(/\/$/, '')}/`);
  const named = scope.split(' ').flatMap((one) => {
    const known = prefix.find((start) => one.startsWith(start));
    if (known !== undefined) return [one.slice(known.length)];
    return one === '' || one.includes('/') || OPENID.includes(one) ? [] : [one];
  });
  return [...new Set(named)];
}
