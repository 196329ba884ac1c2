import type { Wish } from '@entra-aws-creds/bindings';
import { shellWord } from '@entra-aws-creds/core/programs';
import type { PipelineLogin } from './copyable.ts';
import type { PipelineInputs } from './pipeline-inputs.ts';

/** Why the trust could not be tried from here, and what tries it where the credential is. */
export function notProved(wish: Wish, inputs: PipelineInputs, login: PipelineLogin): string {
  if (wish.half.only === 'entra') {
    return 'Not proved, since only the half of Entra was set up here.';
  }
  if (wish.credential.kind === 'federated') {
    const where =
      login === 'other'
        ? 'the command below'
        : 'the step below, then "aws sts get-caller-identity",';
    return `Not proved, since only the job has the token that it logs in with. To prove it, run ${where} in that job.`;
  }
  const why =
    wish.half.only === 'aws'
      ? 'only the half of AWS was set up here'
      : 'the private key is not here';
  return `Not proved, since ${why}. To prove it where the private key is: ${doctorCommand(inputs)}`;
}

function doctorCommand(inputs: PipelineInputs): string {
  const { audience, ...rest } = inputs;
  const given = audience === inputs['client-id'] ? rest : { ...rest, audience };
  const flags = Object.entries(given).map(([name, value]) => `--${name} ${shellWord(value)}`);
  return `entra-aws-creds doctor ${flags.join(' ')}`;
}
