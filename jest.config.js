/** @type {import('jest').Config} */
export default {
  roots: ['<rootDir>/test'],
  // They need programs that are not ours; `npm run test:judges` and `npm run test:organization` fetch and run them.
  testPathIgnorePatterns: [
    '/node_modules/',
    // Minutes each, or a browser's: `npm run test:slow`.
    '\\.slow\\.test\\.ts$',
    '<rootDir>/test/judges/',
    '<rootDir>/test/organization/engine/',
  ],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
  },
  transformIgnorePatterns: ['/node_modules/(?!@entra-aws-creds)'],
  setupFilesAfterEnv: ['<rootDir>/test/property-runs.ts'],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/packages/[^/]+/lib'],
  testTimeout: 30_000,
  // Most tests wait for the processes that they start: one worker would leave half of two cores idle.
  maxWorkers: '100%',
};
