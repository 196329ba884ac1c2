import type { AwsClaims } from './aws-claims.ts';

/** What the log says of a token that itself speaks to STS; nothing of most. */
export function awsClaimLines(claims: AwsClaims): readonly string[] {
  const { roles, tags, sourceIdentity } = claims;
  const carried = [
    ...(tags.length === 0 ? [] : [`the tags ${tagsText(claims)}`]),
    ...(sourceIdentity === undefined ? [] : [`the source identity ${sourceIdentity}`]),
  ];
  const actions = [
    ...(tags.length === 0 ? [] : ['sts:TagSession']),
    ...(sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
  ];
  return [
    ...(roles === undefined
      ? []
      : [`By its roles claim, the token can only be exchanged for ${listed(roles)}`]),
    ...(carried.length === 0
      ? []
      : [
          `The token gives its sessions ${carried.join(' and ')}; a role whose trust policy does not allow ${actions.join(' and ')} refuses such a token altogether`,
        ]),
  ];
}

/** `Team = web, Stage = production (Team also for chained roles)` */
export function tagsText({ tags, transitiveKeys }: AwsClaims): string {
  const list = listed(tags.map(({ key, value }) => `${key} = ${value}`));
  return transitiveKeys.length === 0
    ? list
    : `${list} (${listed(transitiveKeys)} also for chained roles)`;
}

const MOST_SHOWN = 10;

function listed(texts: readonly string[]): string {
  const more = texts.length > MOST_SHOWN ? ` and ${texts.length - MOST_SHOWN} more` : '';
  return texts.slice(0, MOST_SHOWN).join(', ') + more;
}
