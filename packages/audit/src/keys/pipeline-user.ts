import type { ListedUser } from './account-keys.ts';

/** Words that name what runs without a person. */
const WORDS =
  /(?:^|[^a-z])(ci|cd|cicd|pipelines?|deploy(?:er|ment)?|build|release|runner|agent|bot|automation|terraform|packer|ansible|github|gitlab|bitbucket|jenkins|circleci|azure-?devops|ado|teamcity|argo(?:cd)?|svc|service)(?:[^a-z]|$)/i;

/**
 * Why a user with keys looks like a pipeline's, as the end of a sentence; undefined when it does not. A guess:
 * nothing in IAM says who holds a key.
 */
export function looksLikePipeline({ name, signedIn }: ListedUser): string | undefined {
  const word = WORDS.exec(name.replace(/([a-z])([A-Z])/g, '$1-$2'))?.[1];
  if (word !== undefined) return `its name says "${word.toLowerCase()}"`;
  return signedIn ? undefined : 'nobody has ever signed in to the console as it';
}
