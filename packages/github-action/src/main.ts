import { nodePlatform, runStep } from '@entra-aws-creds/core';
import { GitHubHost } from './github-host.ts';

await runStep(new GitHubHost(), nodePlatform());
