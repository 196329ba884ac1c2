/** The API on Azure Functions, for whoever runs it elsewhere: in front of the sandbox, or in a test. */

export type { DirectoryApi } from './directory-api.ts';
export { httpHandler } from './functions-adapter.ts';
export type { ApiRequest, ApiResponse } from './http.ts';
export { type DirectoryService, openService } from './open-service.ts';
export type { RequestRecord } from './request-record.ts';
export { readSettings, type Settings } from './settings.ts';
