import { Application } from './application.ts';
import { readConfiguration } from './configuration.ts';
import { webServer } from './web-server.ts';

const configuration = readConfiguration(process.env);
const { host, port, publicUrl } = configuration;
webServer(new Application(configuration), configuration).listen(port, host, () => {
  console.log(`Listening for ${publicUrl.origin}`);
});
