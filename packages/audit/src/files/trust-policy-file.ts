import { parsePolicyFile } from '@entra-aws-creds/trust-policy';
import { partsOfRoleArn } from '../role-arn.ts';
import type { FoundPolicies } from '../role-policy.ts';

/** A file with one policy: by itself, as the text of a JSON string, or as `aws iam get-role` prints it. */
export function readTrustPolicyFile(file: string, text: string): FoundPolicies {
  const parsed = parsePolicyFile(text);
  const arn = arnIn(text);
  const { partition, account, name } = partsOfRoleArn(arn);
  return {
    roles: [
      {
        name: name ?? nameOf(file),
        arn,
        partition: partition ?? 'aws',
        account,
        place: { artifact: file, line: 1 },
        parsed,
      },
    ],
    unjudged: [],
  };
}

function arnIn(text: string): string | undefined {
  try {
    const arn = JSON.parse(text)?.Role?.Arn;
    return typeof arn === 'string' ? arn : undefined;
  } catch {
    return undefined;
  }
}

function nameOf(file: string): string {
  return file.split(/[\\/]/).at(-1) ?? file;
}
