import { cleanUp } from '@entra-aws-creds/core';
import { GitHubHost } from './github-host.ts';

cleanUp(new GitHubHost());
