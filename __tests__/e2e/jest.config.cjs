const project = require('../../package.json').jest;

/** The tests that need a real cluster, one file at a time, on clusters of their own: *.e2e.ts, and *.long.ts for those that take long. */
module.exports = {
  ...project,
  rootDir: '../..',
  roots: ['<rootDir>/__tests__/e2e'],
  testMatch: ['**/*.e2e.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 30 * 60 * 1000,
};
