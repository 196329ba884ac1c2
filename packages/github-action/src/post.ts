import { cleanUp, nodeFolders } from '@entra-aws-creds/core';
import { RunnerJob } from './runner-job.ts';

await cleanUp(new RunnerJob(), nodeFolders);
