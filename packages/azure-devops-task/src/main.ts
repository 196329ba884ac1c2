// First of all, because the task library changes the environment when it is loaded.
import './task-environment.ts';
import { nodePlatform, runInProcess, runStep } from '@entra-aws-creds/core';
import { AzureHost } from './azure-host.ts';
import { taskEnvironment } from './task-environment.ts';

await runInProcess((cancelled) =>
  runStep(new AzureHost(taskEnvironment), nodePlatform(taskEnvironment), cancelled),
);
