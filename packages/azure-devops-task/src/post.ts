import { cleanUp, nodeFolders, writeAtOnce } from '@entra-aws-creds/core/post';
import { AgentJob } from './agent-job.ts';

const job = new AgentJob(process.env, (text) => writeAtOnce('stdout', text));
void cleanUp(job, nodeFolders);
