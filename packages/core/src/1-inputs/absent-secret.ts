import type { RunOrigin } from '../job/pipeline-run.ts';

/** Why the value of a secret may not have come, as far as the CI system lets on whose change the run is about. */
export function absentSecretHint(origin: RunOrigin | undefined): string {
  switch (origin) {
    case 'fork':
      return 'This run is for a pull request from a fork, which gets no secrets unless a repository setting allows it: run it from a branch of the repository itself.';
    case 'dependabot':
      return 'This run was triggered by Dependabot, which only gets its own secrets: add it there, or skip this step in its runs.';
    case 'own':
      return 'This run is not for a fork, so if it is a secret, its name is misspelt, or the environment or variable group that holds it is not named in the job.';
    case 'terminal':
      return 'Its variable (ENTRA_AWS_CREDS_ and its name in upper case) or the file of --config will do as well.';
    case 'program':
      return 'Where it comes from a variable, that variable is not set where the program runs.';
    case undefined:
      return 'A secret arrives empty when its name is misspelt, or when the run comes from a fork.';
  }
}

/** What to do about an input that is not there. */
export function absentInputHint(origin: RunOrigin | undefined): string {
  return `${whereToAdd(origin)} ${absentSecretHint(origin)}`;
}

function whereToAdd(origin: RunOrigin | undefined): string {
  if (origin === 'terminal') return 'Give it as a flag.';
  return origin === 'program' ? 'Give it as an option.' : 'Add it to the step.';
}

/** The same for a CI system that passes the name on where it has no value to put. */
export function notExpandedHint(origin: RunOrigin | undefined): string {
  switch (origin) {
    case 'fork':
    case 'dependabot':
      return absentSecretHint(origin);
    case 'own':
      return 'This run is not for a fork: the name is misspelt, or the variable is in another scope, and is passed on unexpanded.';
    case 'terminal':
    case 'program':
      return 'Whoever was to replace it did not: give the value itself.';
    case undefined:
      return 'A secret variable in another scope, or one withheld from forks, is passed on unexpanded.';
  }
}
