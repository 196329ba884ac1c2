/** The client of the directory API, for the automation and whoever else keeps applications in step with roles. */

export type {
  DirectoryBinding,
  DirectoryCertificate,
  ListedDirectoryBinding,
} from './bindings-in-answers.ts';
export {
  DirectoryApiClient,
  type DirectoryOutcome,
  type DirectoryRemoval,
  type EnrolledDirectoryCertificate,
  type WantedDirectoryBinding,
} from './directory-api-client.ts';
