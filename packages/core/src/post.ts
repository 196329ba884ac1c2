/** What the programs at the end of a job use: in an entry of its own, so that no step carries it. */
export { type CleanUpHost, cleanUp } from './clean-up.ts';
export { nodeFolders } from './platform/node-folders.ts';
export { writeAtOnce } from './platform/standard-streams.ts';
