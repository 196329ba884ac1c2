// Stands in for the host of Azure Functions and its worker: HTTPS in front, the real programming model behind.
//   node functions-host.mjs <bundle> <its host.json> <folder with cert.pem and key.pem>
// It prints its port, and then what the functions log.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import Module from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , bundle, hostFile, tls] = process.argv;
const { routePrefix } = JSON.parse(readFileSync(hostFile, 'utf8')).extensions.http;
const functions = [];
const hooks = [];
let model;
const worker = {
  version: '4.1.0',
  hostVersion: '4.1047.100',
  workerVersion: '3.13.0',
  registerFunction: (metadata, handler) => {
    functions.push({ metadata, handler });
    return { dispose() {} };
  },
  setProgrammingModel: (given) => {
    model = given;
  },
  getProgrammingModel: () => model,
  registerHook: (name, hook) => {
    if (name === 'appStart') hooks.push(hook);
    return { dispose() {} };
  },
  log: () => {},
  Disposable: class {
    dispose() {}
  },
};
const load = Module._load;
Module._load = (name, ...rest) => (name === '@azure/functions-core' ? worker : load(name, ...rest));
await import(pathToFileURL(bundle).href);
await model.getCapabilities({});
for (const hook of hooks) await hook({ hookData: {}, appHookData: {} });

const read = (name) => readFileSync(join(tls, name));
const server = createServer(
  { cert: read('cert.pem'), key: read('key.pem') },
  async (incoming, outgoing) => {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const { pathname, href } = new URL(incoming.url, `https://${incoming.headers.host}`);
    const found = functions.find(({ metadata }) => routeOf(metadata).test(pathname));
    if (found === undefined) return outgoing.writeHead(404).end();
    const { status, headers, body } = await invoke(found, incoming, href, Buffer.concat(chunks));
    outgoing.writeHead(status, headers).end(body);
  },
);
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));

/** Where a function is to be found: its own route or its name, below what host.json puts before it. */
function routeOf({ name, bindings }) {
  const { route = name } = Object.values(bindings).find(({ type }) => /trigger$/i.test(type));
  const path = [routePrefix, route].filter((part) => part !== '').join('/');
  return new RegExp(`^/${path.replaceAll(/\{\*\w+\}/g, '.*')}$`, 'i');
}

async function invoke({ metadata, handler }, { method, headers }, url, bytes) {
  const invocationId = randomUUID();
  const [name, trigger] = Object.entries(metadata.bindings).find(([, one]) =>
    /trigger$/i.test(one.type),
  );
  if (!trigger.methods.includes(method)) return { status: 405 };
  const nullableHeaders = Object.entries(headers).map(([key, value]) => [key, { value }]);
  const http = {
    method,
    url,
    headers: {},
    nullableHeaders: Object.fromEntries(nullableHeaders),
    nullableParams: {},
    nullableQuery: {},
    body: { bytes },
  };
  const invocation = model.getInvocationModel({
    invocationId,
    metadata,
    state: 'invocation',
    request: { invocationId, inputData: [{ name, data: { http } }], triggerMetadata: {} },
    log: (level, category, message) => console.log(`${level} ${category} ${message}`),
  });
  const { context, inputs } = await invocation.getArguments();
  const returned = await invocation.invokeFunction(context, inputs, handler);
  const { returnValue, outputData } = await invocation.getResponse(context, returned);
  const answer = (returnValue ?? outputData.find(({ data }) => data.http).data).http;
  return {
    status: Number(answer.statusCode),
    headers: answer.headers,
    body: answer.body?.bytes ?? answer.body?.string ?? '',
  };
}
