/**
 * Which release this is, and where it was published. The only place that says so: `npm run version:set`
 * writes the version, and the bundles are built with it.
 */
export const RELEASE = {
  repository: 'https://github.com/org/entra-aws-creds',
  version: '1.0.0',
} as const;
