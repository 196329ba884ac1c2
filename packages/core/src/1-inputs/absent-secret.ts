import type { RunOrigin } from '../job/pipeline-run.ts';

/** Why the value of a secret may not have come, as far as the CI system lets on whose change the run is about. */
export function absentSecretHint(origin: RunOrigin | undefined): string {
  switch (origin) {
    case 'fork':
      return 'This run is about a pull request from a fork, to which secrets are not passed unless a setting of the repository allows it: run it from a branch of the repository itself.';
    case 'dependabot':
      return 'This run was set off by Dependabot, which is given its own secrets only: add it there, or leave this step out of its runs.';
    case 'own':
      return 'This run is not about a fork, so if it is a secret, its name is misspelt, or the environment or variable group that holds it is not named in the job.';
    case undefined:
      return 'A secret arrives empty when its name is misspelt, or when the run comes from a fork.';
  }
}

/** The same for a CI system that passes the name on where it has no value to put. */
export function notExpandedHint(origin: RunOrigin | undefined): string {
  switch (origin) {
    case 'fork':
    case 'dependabot':
      return absentSecretHint(origin);
    case 'own':
      return 'This run is not about a fork: the name is misspelt, or the variable is of another scope, which is passed on as it stands.';
    case undefined:
      return 'A secret variable of another scope, or one kept from forks, is passed on as it stands.';
  }
}
