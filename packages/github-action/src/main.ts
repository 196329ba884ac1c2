import { nodePlatform, runInProcess, runStep } from '@entra-aws-creds/core';
import { GitHubHost } from './github-host.ts';

await runInProcess((cancelled) => runStep(new GitHubHost(), nodePlatform(), cancelled));
