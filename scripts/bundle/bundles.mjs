/** Folder in dist/ and the compiled entry that it is made of. */
export const BUNDLES = {
  core: 'packages/core/lib/index.js',
  'github-action': 'packages/github-action/lib/main.js',
  'github-action-post': 'packages/github-action/lib/post.js',
  'azure-devops-task': 'packages/azure-devops-task/lib/main.js',
  'azure-devops-task-post': 'packages/azure-devops-task/lib/post.js',
  'credential-process': 'packages/credential-process/lib/main.js',
  'credential-provider': 'packages/credential-provider/lib/index.js',
  'claims-provider': 'packages/claims-provider/lib/function.js',
  'directory-api': 'packages/directory-api/lib/function.js',
  organization: 'packages/organization/lib/lambda/main.js',
  sandbox: 'packages/sandbox/lib/cli.js',
  cli: 'packages/cli/lib/main.js',
};

/**
 * The bundles that load core from `dist/core`, which so is in a job's download once. Each of the others
 * holds what it needs of core; for a clean-up that is next to nothing.
 */
export const LOADING_CORE = ['github-action', 'azure-devops-task', 'credential-process'];

/**
 * The bundles that are CommonJS modules, which Node starts sooner than ES modules. It is a millisecond or two:
 * of a clean-up, and of an answer from the cache, that is a part that can be told.
 */
export const AS_COMMONJS = ['azure-devops-task-post', 'cli', 'github-action-post'];

/** What each host needs. No other bundle is in what a job downloads: `.gitattributes` leaves it out. */
export const OF_ACTION = ['core', 'credential-process', 'github-action', 'github-action-post'];
export const OF_TASK = [
  'azure-devops-task',
  'azure-devops-task-post',
  'core',
  'credential-process',
];
