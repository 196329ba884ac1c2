import {
  type Change,
  describePlan,
  type Observed,
  pinsOf,
  type Wish,
} from '@entra-aws-creds/bindings';
import { EXIT, type ExitStatus, type Invocation } from '../command.ts';
import type { BothSides } from './both-sides.ts';
import type { CertificateFile } from './certificate-file.ts';
import { copyableSteps, type PipelineLogin } from './copyable.ts';
import { notProved } from './not-proved.ts';
import { otherHalf } from './other-half.ts';
import { type PipelineInputs, pipelineInputs } from './pipeline-inputs.ts';
import { type Proof, prove } from './proof.ts';

/** What set-up found and did. */
interface SetUpResult {
  readonly wish: Wish;
  readonly observed: Observed;
  readonly changes: readonly Change[];
  /** Undefined where the pipeline logs in without, or with one that lies elsewhere. */
  readonly file: CertificateFile | undefined;
  /** Whether it was done, and not only shown. */
  readonly applied: boolean;
}

/** Proves what was set up where that can be done from here, and prints what goes into the pipeline. */
export async function tellResult(
  invocation: Invocation,
  sides: BothSides,
  result: SetUpResult,
): Promise<ExitStatus> {
  const { flags, terminal } = invocation;
  const { wish, observed, file, applied } = result;
  const inputs = pipelineInputs(wish, observed, {
    certificatePath: file?.path ?? 'certificate.pem',
    region: sides.region,
  });
  const isProvable = applied && wish.half.only === undefined && file?.hasKey;
  const proof = isProvable ? await prove(invocation, sides, inputs) : undefined;
  if (flags.has('json')) {
    terminal.print(`${JSON.stringify(asJson(result, inputs, proof), undefined, 2)}\n`);
    return EXIT.done;
  }
  if (!applied) return EXIT.done;
  if (proof !== undefined) {
    terminal.say(
      `Proved: a login and an exchange opened ${proof.role} until ${proof.expires.toISOString()}.`,
    );
  } else terminal.say(notProved(wish, inputs, loginOf(wish)));
  if (wish.half.only === 'entra') {
    terminal.say(`For AWS: ${otherHalf(wish, observed)}`);
    return EXIT.done;
  }
  if (file !== undefined) {
    terminal.say(
      `Private key and certificate are in ${file.path}: put the content of that file into the secret ENTRA_CERTIFICATE of the pipeline, then delete the file.`,
    );
  }
  terminal.print(`${copyableSteps(inputs, loginOf(wish))}`);
  return EXIT.done;
}

function loginOf({ credential }: Wish): PipelineLogin {
  if (credential.kind !== 'federated') return 'certificate';
  const issuers = credential.credentials.map(({ issuer }) => new URL(issuer).hostname);
  if (issuers.includes('token.actions.githubusercontent.com')) return 'github';
  const isAzure = (host: string) =>
    /(?:^|\.)(?:dev\.azure\.com|visualstudio\.com|microsoftonline\.com)$/.test(host);
  return issuers.some(isAzure) ? 'azure-devops' : 'other';
}

function asJson(
  { wish, observed, changes, applied, file }: SetUpResult,
  inputs: PipelineInputs,
  proof: Proof | undefined,
): object {
  return {
    applied,
    changes: describePlan(changes).map(({ sign, text }) => `${sign} ${text.trim()}`),
    binding: {
      tenantId: wish.tenant,
      application: wish.application.displayName,
      clientId: inputs['client-id'] === '' ? null : inputs['client-id'],
      subject: observed.entra?.servicePrincipal?.id ?? null,
      roleArn: wish.role.text,
      trust: pinsOf(wish, observed),
    },
    certificate:
      file === undefined
        ? null
        : { path: file.path, thumbprint: file.certificate.thumbprint, ends: file.certificate.ends },
    proved: proof !== undefined,
  };
}
