import { beforeAll, describe, expect, it } from "vitest";
import { GROUP_KEYS, ROW_KEYS } from "../scripts/docs/result-keys.js";
import { evaluate } from "../src/evaluation/evaluate.js";
import { METRIC_KEYS } from "../src/metrics/registry.js";
import type { GroupResult } from "../src/results/result-types.js";

const SHAPE = [12, 6, 4];

/** A plate four voxels thick, and one of one voxel. */
function plates(from: number) {
  const isInside = (x: number) => (x >= from && x < from + 4) || x === 10;
  const data = Uint8Array.from({ length: 12 * 6 * 4 }, (_, i) => (isInside(i % 12) ? 1 : 0));
  return { data, shape: SHAPE, spacing: [1, 1, 2] };
}

let group: GroupResult;
beforeAll(async () => {
  const options = {
    ...({ input: "semantic", threshold: 0.3, autc: "exact", regions: true, explain: true } as const),
    ...{ metrics: METRIC_KEYS, globalMetrics: METRIC_KEYS, volumeBins: [0, 50] },
  };
  const result = await evaluate({ reference: plates(1), prediction: plates(2) }, options);
  group = result.groups.ungrouped;
});

/** Whether a key is the described one, or of its pattern. */
function patternOf(key: string): RegExp {
  const metrics = METRIC_KEYS.join("|");
  const filled = key.replace("<metric>", `(${metrics})`).replace("<quality>", "(rq|sq|pq|dsc|cldsc|[sp]q_(dsc|cldsc))");
  return new RegExp(`^${filled}$`);
}

function expectDescribed(found: readonly string[], described: readonly { readonly key: string }[]): void {
  const patterns = described.map(({ key }) => patternOf(key));
  expect(found.filter((key) => !patterns.some((pattern) => pattern.test(key)))).toEqual([]);
  expect(described.filter((_, i) => !found.some((key) => patterns[i].test(key)))).toEqual([]);
}

describe("the keys of a result", () => {
  it("of a group are all described, and there", () => expectDescribed(Object.keys(group), GROUP_KEYS));

  it("of rows are all described, and there", () => {
    const rows = [group.reference_instances[0], group.predicted_instances[0], group.matches[0]];
    expectDescribed(
      rows.flatMap((row) => Object.keys(row)),
      ROW_KEYS,
    );
  });

  it("are in the units that are said", () => {
    // 4 × 6 × 4 voxels of 2 mm³, and 6 × 4 of the thin plate.
    const [plate] = group.reference_instances;
    expect(plate).toMatchObject({ instance_voxel_count_ref: 96, instance_volume_ref: 192, first_voxel: 1 });
    expect(plate).toMatchObject({
      centre: [2.5, 2.5, 1.5],
      box: [
        [1, 4],
        [0, 5],
        [0, 3],
      ],
    });
    expect(group).toMatchObject({ global_bin_volume_ref: 120, instance_voxel_count_ref: 60, instance_volume_ref: 120 });
    expect(group.matches[0]).toMatchObject({ reference: 1, prediction: 1, overlap: 72 });
  });
});
