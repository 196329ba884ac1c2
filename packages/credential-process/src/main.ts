// What AWS tools run for a profile that renews itself: `main.js {plan}`.
import { nodePlatform, renewCredentials } from '@entra-aws-creds/core';

const renewal = await renewCredentials(process.argv[2] ?? '', nodePlatform());
if ('output' in renewal) {
  process.stdout.write(`${renewal.output}\n`);
} else {
  process.stderr.write(`${renewal.failure}\n`);
  process.exitCode = 1;
}
