import { cleanUp, nodeFolders } from '@entra-aws-creds/core/post';
import { AgentJob } from './agent-job.ts';

await cleanUp(new AgentJob(process.env), nodeFolders);
