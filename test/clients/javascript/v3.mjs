// Prints the ARN that the SDK's own chain makes of the environment; an argument names a profile.
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

const [profile] = process.argv.slice(2);
const client = new STSClient(profile === undefined ? {} : { profile });
console.log((await client.send(new GetCallerIdentityCommand({}))).Arn);
