import { cleanUp, nodeFolders } from '@entra-aws-creds/core';
import { AgentJob } from './agent-job.ts';

await cleanUp(new AgentJob(process.env), nodeFolders);
