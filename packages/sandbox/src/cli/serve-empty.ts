import type { Sandbox } from '../sandbox.ts';
import { emptyEstate } from './empty-estate.ts';

/** A tenant and an account in which nothing is, and how somebody who may change both reaches them. */
export async function serveEmpty(sandbox: Sandbox): Promise<readonly string[]> {
  const { accountId, defaultsFile, awsFile } = await emptyEstate(sandbox, '123456789012');
  return [
    'An empty tenant and an empty account, with an administrator on both sides. In another terminal:',
    '',
    `  export SANDBOX=${sandbox.directory}`,
    `  export NODE_EXTRA_CA_CERTS=${sandbox.caFile}`,
    `  export AWS_SHARED_CREDENTIALS_FILE=$SANDBOX/${awsFile}`,
    `  export AWS_CA_BUNDLE=${sandbox.caFile}`,
    `  export AWS_ENDPOINT_URL_STS=${sandbox.stsUrl}`,
    `  export AWS_ENDPOINT_URL_IAM=${sandbox.iamUrl}`,
    '',
    `  entra-aws-creds setup --config $SANDBOX/${defaultsFile} --application web --role arn:aws:iam::${accountId}:role/deploy`,
    '',
  ];
}
