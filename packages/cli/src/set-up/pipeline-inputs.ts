import { type Observed, pinsOf, type Wish } from '@entra-aws-creds/bindings';

/** What the pipeline says to log in and to assume the role: inputs by their names. */
export interface PipelineInputs {
  readonly 'tenant-id': string;
  readonly 'client-id': string;
  readonly audience: string;
  readonly 'certificate-path': string;
  readonly 'role-to-assume': string;
  readonly 'aws-region': string;
}

/** The inputs that the binding asks of a pipeline; the certificate is a file here, and a secret there. */
export function pipelineInputs(
  wish: Wish,
  observed: Observed,
  { certificatePath, region }: { readonly certificatePath: string; readonly region: string },
): PipelineInputs {
  const { aud } = pinsOf(wish, observed);
  const clientId =
    wish.half.only === 'aws' ? wish.half.clientId : (observed.entra?.application?.clientId ?? '');
  return {
    'tenant-id': wish.tenant,
    'client-id': clientId,
    audience: typeof aud === 'string' ? aud : clientId,
    'certificate-path': certificatePath,
    'role-to-assume': wish.role.text,
    'aws-region': region,
  };
}
