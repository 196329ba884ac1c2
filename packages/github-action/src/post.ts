import { cleanUp, nodeFolders } from '@entra-aws-creds/core/post';
import { RunnerJob } from './runner-job.ts';

await cleanUp(new RunnerJob(), nodeFolders);
