/** Edits by the recipes of CONTRIBUTING.md. */
export interface Recipe {
  /** The heading of the recipe. */
  readonly heading: string;
  /** New files by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Lines for files that exist. */
  readonly insertions: readonly Insertion[];
  /** The new test, which uses what was added. */
  readonly test: string;
  /** Where generated text names it: files and what they must hold. */
  readonly generated: readonly (readonly [path: string, text: string])[];
}

interface Insertion {
  readonly path: string;
  /** The lines are put before this text, which the file holds once. */
  readonly before: string;
  readonly lines: string;
}

const METRIC: Recipe = {
  heading: "Add a metric",
  files: {
    "test/src/metrics/volume-similarity.test.ts": `import { expect, it } from "vitest";
import { evaluateLabels } from "../../support/evaluate-labels.js";

it("measures how near two volumes are in size", async () => {
  const pair = { shape: [6, 1], spacing: [1, 1], reference: [1, 1, 1, 1, 0, 0], prediction: [1, 1, 1, 1, 1, 1] };
  const { reference_instances } = await evaluateLabels(pair, { metrics: ["vs"] });
  // 1 − |6 − 4| / (4 + 6)
  expect(reference_instances[0].sq_vs).toBeCloseTo(0.8, 12);
});
`,
  },
  insertions: [
    {
      path: "src/metrics/rows.ts",
      before: "} as const satisfies Record<string, Metric>;",
      lines: `  vs: {
    ...RATIO,
    name: "Volume similarity",
    definition: "1 − | |A| − |B| | / (|A| + |B|)",
    matchable: false,
    isDefault: false,
    isPanoptic: false,
    from: { counts: ({ reference: a, prediction: b }) => 1 - Math.abs(a - b) / (a + b) },
  },
`,
    },
    {
      path: "test/oracle/pair-metrics.ts",
      before: "    boundaryIou: surfaces.shared",
      lines: "    vs: (2 * Math.min(sizeA, sizeB)) / (sizeA + sizeB),\n",
    },
    {
      path: "test/src/evaluation/evaluate-empty.test.ts",
      before: "  boundaryIou: [nan,",
      lines: "  vs: [nan, 0, 0, 0],\n",
    },
  ],
  test: "test/src/metrics/volume-similarity.test.ts",
  generated: [
    ["docs/definitions.md", "| `vs` | Volume similarity | 1 − \\| \\|A\\| − \\|B\\| \\| / (\\|A\\| + \\|B\\|) |"],
    ["docs/config.schema.json", '"vs"'],
  ],
};

const STRATEGY: Recipe = {
  heading: "Add a strategy",
  files: {
    "src/matching/strategies/best-first.ts": `import { byScore, type CandidateGraph } from "../candidate-graph.js";
import { type ChosenPairs, type EdgeOutcome, lostTo, outcomesByThreshold, rivalsOf } from "../explain/edge-outcome.js";
import type { Strategy } from "../strategy.js";
import { takePairsAway } from "../take-pairs-away.js";

/** Pairs in falling score order, each taken if both its instances are free. */
function match(graph: CandidateGraph): number[] {
  const { pairReference, pairPrediction } = graph.table;
  const taken = { references: new Set<number>(), predictions: new Set<number>() };
  return [...graph.edges].sort(byScore(graph)).filter((edge) => {
    if (taken.references.has(pairReference[edge]) || taken.predictions.has(pairPrediction[edge])) return false;
    taken.references.add(pairReference[edge]);
    taken.predictions.add(pairPrediction[edge]);
    return true;
  });
}

function outcomes(graph: CandidateGraph, chosen: ChosenPairs): EdgeOutcome[] {
  const order = byScore(graph);
  return outcomesByThreshold(graph, chosen, (pair) => {
    const { atReference, atPrediction } = rivalsOf(graph, chosen, pair);
    const isEarlier = (winner: number) => order(winner, pair) < 0;
    return lostTo(graph, pair, {
      atReference: atReference.filter(isEarlier),
      atPrediction: atPrediction.filter(isEarlier),
    });
  });
}

export const BEST_FIRST = {
  name: "best-first",
  summary: "pairs in falling score order, one-to-one",
  degrees: { reference: "one", prediction: "one" },
  options: [],
  match,
  breakpoints: takePairsAway(match),
  outcomes,
} as const satisfies Strategy;
`,
    "test/src/matching/strategies/best-first.test.ts": `import { expect, it } from "vitest";
import { evaluate } from "../../../../src/evaluation/evaluate.js";
import { match } from "../../../support/strategies.js";
import { scoredGraph } from "../../../support/tables.js";

it("takes 0.6, which leaves no partner for the pairs of 0.5", () => {
  const graph = scoredGraph(2, 2, [
    [0, 0, 0.6],
    [0, 1, 0.5],
    [1, 0, 0.5],
  ]);
  expect(match("best-first", graph)).toEqual(["1-1"]);
});

it("explains its choice and has an area under its curve", async () => {
  const volume = (data: number[]) => ({ shape: [6, 1], data: Uint8Array.from(data) });
  const inputs = { reference: volume([1, 1, 1, 1, 2, 2]), prediction: volume([1, 1, 1, 2, 2, 2]) };
  const { groups } = await evaluate(inputs, {
    input: "unmatched",
    strategy: "best-first",
    threshold: 0.1,
    autc: "exact",
    explain: true,
  });
  const { matches, explanation } = groups.ungrouped;
  expect(matches.map(({ reference, prediction }) => [reference, prediction])).toEqual([
    [1, 1],
    [2, 2],
  ]);
  expect(JSON.stringify(explanation)).toContain("better-at-both");
});
`,
  },
  insertions: [
    {
      path: "src/matching/registry.ts",
      before: 'import { GREEDY } from "./strategies/greedy.js";',
      lines: 'import { BEST_FIRST } from "./strategies/best-first.js";\n',
    },
    {
      path: "src/matching/registry.ts",
      before: "} as const satisfies Record<string, Strategy>;",
      lines: '  "best-first": BEST_FIRST,\n',
    },
  ],
  test: "test/src/matching/strategies/best-first.test.ts",
  generated: [
    ["docs/definitions.md", "| `best-first` | pairs in falling score order, one-to-one | one | one |"],
    ["docs/config.schema.json", '"best-first"'],
  ],
};

const OPTION: Recipe = {
  heading: "Add an option",
  files: {
    "test/src/evaluation/overlap-count.test.ts": `import { expect, it } from "vitest";
import { evaluateLabels } from "../../support/evaluate-labels.js";

it("counts the pairs that share a voxel, if asked to", async () => {
  const pair = { shape: [4, 1], spacing: [1, 1], reference: [1, 1, 2, 2], prediction: [1, 1, 1, 2] };
  // 1 with 1, 2 with 1, 2 with 2.
  expect(await evaluateLabels(pair, { input: "unmatched", overlapCount: true })).toMatchObject({ n_overlaps: 3 });
  expect(await evaluateLabels(pair, { input: "unmatched" })).not.toHaveProperty("n_overlaps");
});
`,
  },
  insertions: [
    {
      path: "src/options/rows/report.ts",
      before: '  {\n    key: "volumeBins",',
      lines: `  {
    key: "overlapCount",
    kind: { type: "flag" },
    default: false,
    affects: "report",
  },
`,
    },
    {
      path: "src/options/texts/report.ts",
      before: "  volumeBins: {",
      lines: `  overlapCount: {
    description: "count the pairs of instances that share a voxel",
  },
`,
    },
    {
      path: "src/evaluation/assemble-group.ts",
      before: "    ...(options.explain &&",
      lines: "    ...(options.overlapCount && { n_overlaps: matched.table.pairVoxels.length }),\n",
    },
    {
      path: "src/results/result-types.ts",
      before: "  readonly explanation?: Explanation;",
      lines: "  readonly n_overlaps?: number;\n",
    },
    {
      path: "test/support/option-examples.ts",
      before: "  volumeBins: {",
      lines: "  overlapCount: { changed: { overlapCount: true } },\n",
    },
  ],
  test: "test/src/evaluation/overlap-count.test.ts",
  generated: [
    [
      "docs/configuration.md",
      "| `overlapCount` | `--overlap-count` | count the pairs of instances that share a voxel |",
    ],
    ["docs/config.schema.json", '"overlapCount"'],
    ["src/options/evaluate-options.ts", "readonly overlapCount?: boolean;"],
    ["src/options/resolved-options.ts", "readonly overlapCount: boolean;"],
  ],
};

const KERNEL: Recipe = {
  heading: "Add a kernel",
  files: {
    "assembly/volumes/add-bytes.ts": `/** The sum of \`bytes\` bytes: one pass, no memory. */
export function addBytes(at: usize, bytes: usize): u32 {
  let sum: u32 = 0;
  for (let i: usize = 0; i < bytes; i++) sum += load<u8>(at + i);
  return sum;
}
`,
    "bindings/volumes/add-bytes.ts": `import type { Engine } from "../engine/engine.js";

/** The sum of some bytes. */
export function addBytes({ arena, kernels }: Engine, bytes: Uint8Array): number {
  const mark = arena.mark();
  const at = arena.allocate(bytes.length);
  arena.u8(at, bytes.length).set(bytes);
  const sum = kernels.addBytes(at, bytes.length) >>> 0;
  arena.release(mark);
  return sum;
}
`,
    "test/oracle/add-bytes.ts": `export function addBytesSlowly(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum + byte, 0);
}
`,
    "test/assembly/volumes/add-bytes.test.ts": `import { expect, it } from "vitest";
import { addBytes } from "../../../bindings/volumes/add-bytes.js";
import { addBytesSlowly } from "../../oracle/add-bytes.js";
import { describeBuilds } from "../../support/builds.js";

describeBuilds("add-bytes", (engine) => {
  it.each([0, 1, 15, 300])("sums %i bytes as the oracle does", (length) => {
    const bytes = Uint8Array.from({ length }, (_, i) => 255 - (i % 7));
    expect(addBytes(engine(), bytes)).toBe(addBytesSlowly(bytes));
  });
});
`,
  },
  insertions: [
    {
      path: "assembly/index.ts",
      before: 'export * from "./volumes/fill-zeros";',
      lines: 'export * from "./volumes/add-bytes";\n',
    },
  ],
  test: "test/assembly/volumes/add-bytes.test.ts",
  generated: [["bindings/wasm/kernels.ts", "addBytes"]],
};

/** The recipes that a test carries out. */
export const RECIPES: readonly Recipe[] = [METRIC, STRATEGY, OPTION, KERNEL];
