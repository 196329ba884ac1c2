// The same with the SDK that the tasks of the AWS Toolkit for Azure DevOps are built on.
import STS from 'aws-sdk/clients/sts.js';
import AWS from 'aws-sdk/global.js';

const [profile] = process.argv.slice(2);
if (profile !== undefined) AWS.config.credentials = new AWS.SharedIniFileCredentials({ profile });
const client = new STS({
  endpoint: process.env.AWS_ENDPOINT_URL_STS,
  region: process.env.AWS_REGION ?? 'eu-west-1',
});
console.log((await client.getCallerIdentity().promise()).Arn);
