// The region that the AWS SDK makes of the environment and of a profile.
import { STSClient } from '@aws-sdk/client-sts';

const [profile] = process.argv.slice(2);
console.log(await new STSClient(profile === undefined ? {} : { profile }).config.region());
