import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/evaluation/evaluate.js";
import { explore } from "../../../src/evaluation/explore.js";
import { STRATEGY_NAMES } from "../../../src/matching/registry.js";
import type { ExploreOptions } from "../../../src/options/exploration.js";
import {
  EXPLORATION_VALUES,
  toExplorationCsv,
  toExplorationJson,
  toExplorationTable,
} from "../../../src/reports/case/exploration.js";
import type { PlainVolume } from "../../oracle/label-volume.js";
import { refusal } from "../../support/refusal.js";
import { arbitraryTilings } from "../../support/tilings.js";
import { arbitraryPair, SEEDED } from "../../support/volumes.js";

function inputsOf([reference, prediction]: readonly PlainVolume[]) {
  const input = ({ shape, labels }: PlainVolume) => ({ data: Uint32Array.from(labels), shape });
  return { reference: input(reference), prediction: input(prediction) };
}

/** Every row equals a separate evaluation. */
async function check(volumes: readonly PlainVolume[], options: ExploreOptions): Promise<void> {
  const inputs = inputsOf(volumes);
  const { strategies, thresholds, matchingMetrics, ...rest } = options;
  for (const { group, strategy, matching_metric, threshold, ...values } of await explore(inputs, options)) {
    const chosen = { ...rest, strategy, matchingMetric: matching_metric, threshold };
    const result = (await evaluate(inputs, chosen)).groups[group];
    const expected = Object.fromEntries(Object.keys(values).map((key) => [key, result[key as "rq"]]));
    expect(values, `${group}, ${strategy}, ${matching_metric}, ${threshold}`).toEqual(expected);
  }
}

const rules = fc.record({
  thresholdRule: fc.constantFrom("strict", "inclusive"),
  decision: fc.constantFrom<ExploreOptions>({}, { decisionMetric: "dsc", decisionThreshold: 0.4 }),
  minVoxels: fc.constantFrom(0, 5),
});

describe("an exploration", () => {
  it("equals separate evaluations, by ratios", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryTilings(), rules, (volumes, { decision, ...rest }) =>
        check(volumes, {
          input: "unmatched",
          thresholds: [0, 0.1, 0.25, 0.5, 1],
          matchingMetrics: ["iou", "ior"],
          ...decision,
          ...rest,
        } as ExploreOptions),
      ),
      { ...SEEDED, numRuns: 10 },
    );
  });

  it("equals separate evaluations, by a distance and in groups", async () => {
    const groups = { one: [1], rest: [2, 3, 4], organ: { labels: [1, 2], single: true } };
    await fc.assert(
      fc.asyncProperty(arbitraryPair(4), rules, (volumes, { decision, ...rest }) =>
        check(volumes, {
          groups,
          thresholds: [0, 0.5, 2],
          matchWithoutOverlap: true,
          matchingMetrics: ["cedi"],
          ...decision,
          ...rest,
        } as ExploreOptions),
      ),
      { ...SEEDED, numRuns: 10 },
    );
  });

  it("tries every strategy at nine thresholds of IoU if not told otherwise", async () => {
    const [volumes] = fc.sample(arbitraryTilings(), { seed: 1, numRuns: 1 });
    const rows = await explore(inputsOf(volumes), { input: "unmatched" });
    expect([...new Set(rows.map((row) => row.strategy))]).toEqual(STRATEGY_NAMES);
    expect(rows.slice(0, 9).map((row) => row.threshold)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
    expect(rows).toHaveLength(STRATEGY_NAMES.length * 9);
  });

  it("refuses what it cannot vary", async () => {
    const [volumes] = fc.sample(arbitraryTilings(), { seed: 1, numRuns: 1 });
    const refused = (options: object, message: RegExp) =>
      refusal(() => explore(inputsOf(volumes), options), "INVALID_OPTION", message);
    await refused({ strategy: "union" }, /strategy belongs to an evaluation.*Use strategies/);
    await refused({ strategies: ["onion"] }, /strategies is "onion".*Did you mean "union"/);
    await refused({ strategies: [] }, /strategies is empty/);
    await refused({ thresholds: [0.5, 0.1] }, /thresholds.*rising/);
    await refused({ thresholds: [0.5, 2] }, /thresholds is 2, but must be from 0 to 1/);
    await refused({ matchingMetrics: ["cedi"] }, /thresholds must be given in mm/);
    await refused({ input: "matched" }, /input is matched/);
    await refused({ thresold: 1 }, /thresold/);
  });
});

describe("reports of an exploration", () => {
  /** Pieces of 6 and 4 voxels of a reference of 10, and nothing of label 2. */
  const rows = () =>
    explore(
      inputsOf([
        { shape: [10, 1, 1], labels: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1] },
        { shape: [10, 1, 1], labels: [1, 1, 1, 1, 1, 1, 2, 2, 2, 2] },
      ]),
      { input: "unmatched", strategies: ["one-to-one", "union", "many-to-many"], thresholds: [0.5, 0.75] },
    );

  it("show strategies by thresholds", async () => {
    expect(toExplorationTable(await rows(), "pq")).toBe(
      [
        "ungrouped: pq by threshold of iou    0.5   0.75",
        "one-to-one                         0.400  0.000",
        "union                              1.000  1.000",
        "many-to-many                           –      –",
        "",
        "– many-to-many: matched references and matched predictions differ in number, so no single count of true positives fits both",
        "",
      ].join("\n"),
    );
    expect(toExplorationTable(await rows(), "fp")).toMatch(/^one-to-one +1 +2$/m);
    for (const value of EXPLORATION_VALUES) expect(toExplorationTable(await rows(), value)).toContain(`: ${value} by`);
  });

  it("hold everything as CSV and as JSON", async () => {
    const [head, first, ...others] = toExplorationCsv(await rows())
      .trimEnd()
      .split("\n");
    expect(head).toBe("group,strategy,matching_metric,threshold,tp,fp,fn,prec,rec,rq,sq,pq,sq_dsc,pq_dsc");
    expect(first).toMatch(/^ungrouped,one-to-one,iou,0.5,1,1,0,0.5,1,0.6666666666666666,0.6,/);
    expect(others).toHaveLength(5);
    expect(JSON.parse(toExplorationJson(await rows()))[5]).toMatchObject({ strategy: "many-to-many", tp: 0, pq: null });
  });
});
