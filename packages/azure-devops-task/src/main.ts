// Before any library is loaded, because it takes from the environment what nobody else should see.
import './task-environment.ts';
import { nodePlatform, runInProcess, runStep } from '@entra-aws-creds/core';
import { AzureHost } from './azure-host.ts';
import { taskEnvironment } from './task-environment.ts';

await runInProcess((cancelled) =>
  runStep(new AzureHost(taskEnvironment), nodePlatform(taskEnvironment), cancelled),
);
