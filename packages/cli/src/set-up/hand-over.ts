import { shellWord } from '@entra-aws-creds/core/programs';
import type { Flag } from '../flags/flag.ts';
import type { FlagValues } from '../flags/flag-values.ts';
import { WrongUsage } from '../wrong-usage.ts';

/** Where the pipeline keeps its certificate. */
export type HandOver = 'github-secret' | 'azure-devops-variable';

export const HAND_OVER_FLAG: Flag = {
  name: 'to',
  value: 'PLACE',
  means: 'github-secret or azure-devops-variable: print the commands that put the new one there',
};

/** @throws WrongUsage */
export function readHandOver(flags: FlagValues): HandOver | undefined {
  const to = flags.value(HAND_OVER_FLAG.name);
  if (to === undefined || to === 'github-secret' || to === 'azure-devops-variable') return to;
  throw new WrongUsage('--to takes github-secret or azure-devops-variable.');
}

/**
 * What gives the content of the file to the pipeline, to be run by whoever may. It never stands in the
 * arguments of a command, which other users of the machine can read.
 *
 * @see https://cli.github.com/manual/gh_secret_set
 * @see https://learn.microsoft.com/azure/devops/pipelines/library/variable-groups for the variable of the environment
 */
export function handOverCommands(to: HandOver, path: string): readonly string[] {
  const file = shellWord(path);
  switch (to) {
    case 'github-secret':
      return [`gh secret set ENTRA_CERTIFICATE < ${file}`];
    case 'azure-devops-variable':
      return [
        `AZURE_DEVOPS_EXT_PIPELINE_VAR_ENTRA_CERTIFICATE="$(base64 < ${file} | tr -d '\\n')" \\`,
        '  az pipelines variable-group variable update --group-id GROUP --name ENTRA_CERTIFICATE --secret true',
      ];
  }
}
