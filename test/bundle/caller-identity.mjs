// Who the AWS SDK's own default chain makes of the environment: prints `{account} {session ARN} {access key ID}`.
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

const [profile] = process.argv.slice(2);
const client = new STSClient(profile === undefined ? {} : { profile });
const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}));
const { accessKeyId } = await client.config.credentials();
console.log(Account, Arn, Buffer.from(accessKeyId).toString('hex'));
