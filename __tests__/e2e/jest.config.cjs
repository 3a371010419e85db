const project = require('../../package.json').jest;

/** The tests that need a real cluster, one file at a time, on clusters of their own: *.e2e.ts; *.faults.ts, what can go wrong; *.long.ts, the rest that takes long. */
module.exports = {
  ...project,
  rootDir: '../..',
  roots: ['<rootDir>/__tests__/e2e'],
  testMatch: ['**/*.e2e.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 30 * 60 * 1000,
};
