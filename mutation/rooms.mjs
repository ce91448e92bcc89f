/** Tests that ask for whole results, whose parts several rooms make. */
const WHOLE = [
  "autc-golden",
  "evaluate",
  "evaluate-empty",
  "explore",
  "left-over",
  "panoptica-faults",
  "peers-minimal",
  "regions-golden",
  "void",
].map((name) => `test/src/evaluation/${name}.test.ts`);

/** Tests whose properties are tried on few cases. */
export const FEW_RUNS = [
  "test/src/results/threshold-curve.test.ts",
  "test/src/results/taxonomy/pq-costs.test.ts",
  "test/src/results/taxonomy/taxonomy.test.ts",
];

/**
 * The rooms that are mutated, the tests that must notice, and the share of the mutants that is tried unless `--share` says
 * otherwise. Tests of a room are those that mirror it, and those of its users, without some that take long (`slow`).
 */
export const ROOMS = {
  strategies: {
    files: "src/matching/strategies",
    tests: ["test/src/matching"],
    slow: ["test/src/matching/scale.test.ts"],
    share: 1,
  },
  metrics: {
    files: "src/metrics",
    tests: ["test/src/metrics", ...WHOLE],
    slow: ["test/src/metrics/self-comparison.test.ts"],
    // Rows of the registry are read as the module loads, so that all tests run for each of their changes.
    share: 0.06,
  },
  results: { files: "src/results", tests: ["test/src/results", ...WHOLE], share: 0.1 },
  // Rankings and summaries are the users of the statistics.
  statistics: {
    files: "src/cohort/statistics",
    tests: ["test/src/cohort/statistics", "test/src/cohort/ranking"],
    share: 0.06,
  },
  io: { files: "src/io", tests: ["test/src/io", "test/src/field"], share: 0.03 },
  runner: { files: "src/runner", tests: ["test/src/runner"], share: 0.1 },
  // Wrappers of kernels are tested with their kernels.
  bindings: {
    files: "bindings",
    tests: ["test/bindings", "test/assembly"],
    slow: ["test/assembly/read/scan-voxels.test.ts", "test/assembly/distances/search-surface.test.ts"],
    share: 0.04,
  },
};
