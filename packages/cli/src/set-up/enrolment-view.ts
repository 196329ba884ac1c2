import type { RoleArn } from '@entra-aws-creds/core/programs';
import type { Terminal } from '../terminal/terminal.ts';
import type { CertificateFile } from './certificate-file.ts';
import { copyableSteps } from './copyable.ts';
import type { PipelineInputs } from './pipeline-inputs.ts';

/** What came of an enrolment. */
interface Enrolled {
  readonly role: RoleArn;
  readonly file: CertificateFile;
  readonly sha256: string;
  /** Undefined: nobody waited for the automation. */
  readonly inputs: PipelineInputs | undefined;
  readonly proved: boolean;
  /** SHA-256 of others that may log in for now. */
  readonly staying: readonly string[];
  /** When those may go. */
  readonly removable: Date;
}

/** What the pipeline needs, and what is left to do. */
export function tellEnrolled(enrolled: Enrolled, terminal: Terminal): void {
  const { role, file, inputs, proved, staying, removable } = enrolled;
  const command = `entra-aws-creds show --role ${role.text} --only aws`;
  if (inputs === undefined) {
    terminal.say(`The automation takes it from here. How far it is: ${command}`);
    return;
  }
  terminal.say(
    proved
      ? `Proved: the certificate opened ${role.text}, three times in a row.`
      : `Not proved, since the private key is not here. How far it is: ${command}`,
  );
  for (const one of staying) terminal.say(`Still good: the certificate of SHA-256 ${one}.`);
  if (staying.length > 0 && proved) {
    terminal.say(
      `Keep ${file.path}, and run the same command from ${removable.toISOString()} on: it proves the new certificate once more and lets go of the old.`,
    );
  }
  if (file.hasKey) {
    terminal.say(
      `Private key and certificate are in ${file.path}: put the content of that file into the secret ENTRA_CERTIFICATE of the pipeline${staying.length > 0 ? '.' : ', then delete the file.'}`,
    );
  }
  terminal.print(copyableSteps(inputs, 'certificate'));
}

/** For programs that read it. */
export function enrolledAsJson(enrolled: Enrolled): string {
  const { role, file, sha256, inputs, proved, staying, removable } = enrolled;
  const result = {
    roleArn: role.text,
    certificate: { path: file.path, sha256, ends: file.certificate.ends },
    bound:
      inputs === undefined
        ? null
        : {
            tenantId: inputs['tenant-id'],
            clientId: inputs['client-id'],
            audience: inputs.audience,
          },
    proved,
    staying,
    removable: staying.length === 0 ? null : removable.toISOString(),
  };
  return `${JSON.stringify(result, undefined, 2)}\n`;
}
