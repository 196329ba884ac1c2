// First of all, because the task library changes the environment when it is loaded.
import './task-environment.ts';
import { cleanUp, nodePlatform } from '@entra-aws-creds/core';
import { AzureHost } from './azure-host.ts';
import { taskEnvironment } from './task-environment.ts';

await cleanUp(new AzureHost(taskEnvironment), nodePlatform(taskEnvironment));
