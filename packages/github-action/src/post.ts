import { cleanUp, nodeFolders } from '@entra-aws-creds/core/post';
import { RunnerCleanUp } from './runner-clean-up.ts';

void cleanUp(new RunnerCleanUp(), nodeFolders);
