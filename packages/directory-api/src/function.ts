import { app } from '@azure/functions';
import { nodePlatform } from '@entra-aws-creds/core/programs';
import { httpHandler } from './functions-adapter.ts';
import { openService } from './open-service.ts';
import { readSettings } from './settings.ts';

/** What Azure Functions loads. */
const platform = nodePlatform();
app.http('bindings', {
  methods: ['GET', 'PUT', 'DELETE', 'POST'],
  // The bearer token is what lets callers in; a function key would be one secret more.
  authLevel: 'anonymous',
  route: 'v1/{*rest}',
  handler: httpHandler(() => openService(readSettings(platform.environment), platform).api),
});
