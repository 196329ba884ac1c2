import { Context } from '@actions/github/lib/context.js';
import type { RunOrigin } from '@entra-aws-creds/core';

/**
 * Events of a pull request that run with the rights of its change. `pull_request_target` runs with those of
 * the repository.
 *
 * @see https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows
 */
const BY_THE_CHANGE = ['pull_request', 'pull_request_review', 'pull_request_review_comment'];

/** @see https://docs.github.com/code-security/dependabot/troubleshooting-dependabot/troubleshooting-dependabot-on-github-actions */
const DEPENDABOT = 'dependabot[bot]';

/**
 * Whose change the run is about, from the payload of its event, which is a file of up to megabytes: only
 * read when somebody needs to know.
 */
export function runOrigin(): RunOrigin | undefined {
  const event = readEvent();
  if (event === undefined) return undefined;
  const { eventName, actor, payload } = event;
  const byTheChange = BY_THE_CHANGE.includes(eventName);
  if (actor === DEPENDABOT && (byTheChange || eventName === 'push')) return 'dependabot';
  // In the fork's own repository nobody can tell whose secrets the author counts on.
  if (payload.repository?.['fork'] === true) return undefined;
  if (!byTheChange) return 'own';
  const { head, base } = (payload.pull_request ?? {}) as Sides;
  if (head?.repo === undefined || !base?.repo) return undefined;
  // The repository of a fork that was deleted is null.
  return head.repo?.id === base.repo.id ? 'own' : 'fork';
}

/** What is looked at of a pull request. */
interface Sides {
  readonly head?: { readonly repo?: Repository | null };
  readonly base?: { readonly repo?: Repository | null };
}

interface Repository {
  readonly id: number;
}

function readEvent(): Context | undefined {
  try {
    return new Context();
  } catch {
    return undefined;
  }
}
