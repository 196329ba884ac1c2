/** The client of the directory API, for the automation and whoever else keeps applications in step with roles. */

export { DirectoryApiClient, type EnrolledDirectoryCertificate } from './directory-api-client.ts';
