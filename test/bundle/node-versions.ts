import { fileURLToPath } from 'node:url';

const binary = (alias: string) =>
  fileURLToPath(new URL(`../node-versions/node_modules/${alias}/bin/node`, import.meta.url));

/** The Node versions that the runner and the agent start bundles with. */
export const NODE_VERSIONS = { 'Node 20': binary('node-20'), 'Node 24': binary('node-24') };

export type NodeVersion = keyof typeof NODE_VERSIONS;
