import { cleanUp, nodePlatform } from '@entra-aws-creds/core';
import { GitHubHost } from './github-host.ts';

await cleanUp(new GitHubHost(), nodePlatform());
