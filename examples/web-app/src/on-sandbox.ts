import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '@entra-aws-creds/sandbox';
import { webAppScenario } from './sandbox-scenario.ts';

/** Runs the application, as it is, against a local Entra and AWS, until it is interrupted. */
await using sandbox = await startSandbox();
const { ada, grace, environment } = await webAppScenario(
  sandbox,
  `http://localhost:${process.env['PORT'] ?? '3000'}`,
);
console.log(`Open ${environment['PUBLIC_URL']} in a browser, which will warn of the sandbox's own certificate at the sign-in.

  ${ada.userPrincipalName}, password ${ada.password}: may list both buckets
  ${grace.userPrincipalName}, password ${grace.password}: may list one of them

Use another browser profile for the second person, to see both side by side. Stop it with Ctrl-C.
`);
const main = fileURLToPath(new URL('main.js', import.meta.url));
const application = spawn(process.execPath, [main], {
  env: { PATH: process.env['PATH'], ...environment },
  stdio: 'inherit',
});
const stop = () => application.kill();
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
await once(application, 'exit');
