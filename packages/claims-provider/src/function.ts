import { app } from '@azure/functions';
import { nodePlatform } from '@entra-aws-creds/core/azure';
import { httpHandler } from './functions-adapter.ts';
import { openService } from './open-service.ts';
import { readSettings } from './settings.ts';

/** What Azure Functions loads. */
const platform = nodePlatform();
const service = open();
app.http('claims', {
  methods: ['POST'],
  // The bearer token is what lets Entra in; a function key would be one secret more.
  authLevel: 'anonymous',
  handler: httpHandler(service.then(({ provider }) => provider)),
});
app.hook.appStart(async () => {
  await service.then(
    ({ warmUp }) => warmUp(),
    () => {},
  );
});

async function open() {
  return openService(readSettings(platform.environment), platform);
}
